"""A child's plan: the objective, and who does what, why, by when (NC2, NC17)."""

from dataclasses import dataclass, field
from datetime import date

ENDINGS = ("stepped down", "escalated", "closed", "moved away", "turned 18", "died")


class CannotAgreePlan(Exception):
    """What a plan must hold is missing."""


class CannotEndPlan(Exception):
    """The plan is not running."""


@dataclass
class Action:
    plan: str
    number: int
    outcome: str
    who: str
    what: str
    why: str
    by_when: date


@dataclass
class Plan:
    """Drafted, agreed with the family, running until it ends. One running plan for a child at a time."""

    id: str
    child: str
    objective: str
    state: str = "draft"
    drafted_on: date | None = None
    agreed_on: date | None = None
    interim: bool = False
    interim_reason: str = ""
    ended_on: date | None = None
    ending: str = ""
    child_views: str = ""
    parent_views: str = ""
    success: str = ""
    version: int = 1
    actions: list[Action] = field(default_factory=list)

    def agree(self, on: date, interim: bool = False, reason: str = "") -> None:
        """`interim`: for the time until everybody can meet (LE13). The first day of either is kept."""
        if self.state == "ended":
            raise CannotAgreePlan("This plan has ended: draft a new one.")
        if interim and not reason.strip():
            raise CannotAgreePlan("An interim plan needs its reason: say why not everybody could meet.")
        if interim and self.state == "agreed" and not self.interim:
            raise CannotAgreePlan("This plan is agreed already: it cannot become an interim plan.")
        if not self.objective or not self.actions:
            raise CannotAgreePlan("A plan needs its overall objective and at least one action.")
        self.agreed_on = self.agreed_on or on
        self.interim, self.interim_reason = interim, reason if interim else self.interim_reason
        self.state = "agreed"
        self.version += 1

    def end(self, on: date, ending: str) -> None:
        if self.state != "agreed":
            raise CannotEndPlan(f"Only an agreed plan can end; this one is {self.state}.")
        if ending not in ENDINGS:
            raise CannotEndPlan(f"A plan ends as one of: {', '.join(ENDINGS)}.")
        if self.agreed_on and on < self.agreed_on:
            raise CannotEndPlan("The day it ended lies before the day it was agreed.")
        self.state, self.ended_on, self.ending = "ended", on, ending
        self.version += 1
