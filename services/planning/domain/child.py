"""A child in need, born or not yet, and the assessment that found the need."""

from dataclasses import dataclass
from datetime import date

from services.planning.domain.vocabulary import NO_FURTHER_ACTION, NOT_SEEN, VISIT

NEED = "child in need"
OUTCOMES = (NEED, NO_FURTHER_ACTION)
STEPS = ("started", "finished", "authorised")


class CannotRecordBirth(Exception):
    """The child is born already, or not yet."""


class CannotAllocate(Exception):
    """The days of the child's allocations would contradict each other."""


class CannotRecordStep(Exception):
    """The assessment's dates would contradict each other."""


@dataclass
class Child:
    """Who the plan is about. `worker` is the allocated social worker's id, empty until allocated.

    `known_from`: of a child taken over from elsewhere, the day before which nothing is known of meetings,
    visits and circulations but what was entered by hand.
    """

    id: str
    name: str
    council_reference: str
    born_on: date | None
    expected_on: date | None
    registered_on: date
    worker: str = ""
    team: str = ""
    known_from: date | None = None
    version: int = 1

    @property
    def unborn(self) -> bool:
        return self.born_on is None

    def be_born(self, on: date, name: str, today: date) -> None:
        """The day it was expected is kept; the name is the one that the family has chosen by now."""
        if self.born_on is not None:
            raise CannotRecordBirth("This child's birth is on record already.")
        if on > today:
            raise CannotRecordBirth("That day lies in the future: record what has happened.")
        self.born_on, self.name = on, name
        self.version += 1

    def allocate(self, worker: str, team: str = "") -> None:
        self.worker, self.team = worker, team or self.team
        self.version += 1


@dataclass
class Assessment:
    """Started by a worker, finished by the worker, authorised by a manager: that day is its completion."""

    id: str
    child: str
    started_on: date
    finished_on: date | None = None
    authorised_on: date | None = None
    authorised_by: str = ""
    outcome: str = ""

    def record(self, step: str, on: date, by: str, outcome: str = "") -> None:
        """Record or correct one step; `outcome` empty: as it was. Raises CannotRecordStep with what to do."""
        if outcome and step != "authorised":
            raise CannotRecordStep("The outcome is settled when a manager authorises it: leave it out here.")
        if outcome and outcome not in OUTCOMES:
            raise CannotRecordStep(f"An assessment's outcome is {' or '.join(OUTCOMES)}; not {outcome}.")
        self.outcome = outcome or self.outcome
        if step == "started":
            self.started_on = on
        elif step == "finished":
            self.finished_on = on
        elif step == "authorised":
            self.authorised_on, self.authorised_by = on, by
        else:
            raise CannotRecordStep(f"An assessment is {', '.join(STEPS)}; not {step}.")
        if self.authorised_on and not self.finished_on:
            raise CannotRecordStep("Record the day the worker finished it before the day it was authorised.")
        days = [day for day in (self.started_on, self.finished_on, self.authorised_on) if day]
        if days != sorted(days):
            raise CannotRecordStep("An assessment starts, is finished, then authorised: check the dates.")


@dataclass
class RecordedEvent:
    """Something in the procedure's vocabulary that no other page records."""

    id: str
    child: str
    kind: str
    on: date
    reason: str
    author: str
    recorded_on: date


@dataclass
class RecordedCircumstance:
    """Something that holds for a while and that a clause may ask about."""

    id: str
    child: str
    kind: str
    since: date
    until: date | None
    reason: str
    author: str
    recorded_on: date


@dataclass
class Allocation:
    """A social worker was given the child, in a team of the council's."""

    id: str
    child: str
    worker: str
    team: str
    on: date
    author: str
    recorded_on: date


@dataclass
class Visit:
    """A visit to the child; one at which the child was not seen does not count where visits are asked for."""

    id: str
    child: str
    on: date
    seen: bool
    note: str
    author: str
    recorded_on: date

    @property
    def kind(self) -> str:
        """As it is said on the bus and to a reader."""
        return VISIT if self.seen else NOT_SEEN


@dataclass
class Override:
    """Another interval for one child than a clause's own, approved by somebody whom the clause lets do so.

    `rule` is the clause's name in the procedure file, `approved_by` who approved it in words (a court, or a
    manager's name), `role` as what, `reference` the document.
    """

    id: str
    child: str
    rule: str
    span: str
    approved_by: str
    role: str
    since: date
    until: date | None
    reason: str
    reference: str
    author: str
    recorded_on: date


@dataclass
class Transfer:
    """A child who came from another authority: when the family lived here, and who was told when."""

    id: str
    child: str
    from_authority: str
    resident_on: date | None
    first_told_on: date | None
    notified_on: date | None
    responsible_from: date | None
    author: str
    recorded_on: date

    @property
    def told_on(self) -> date | None:
        return told_first(self.first_told_on, self.notified_on)


def told_first(told: date | None, notified: date | None) -> date | None:
    """The day anyone first told this authority: the other's formal notice tells it too (reading 18)."""
    return min((day for day in (told, notified) if day), default=None)
