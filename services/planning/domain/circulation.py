"""Who gets what of a meeting's papers: each person's copy is decided, nobody's by default (reading 15)."""

from dataclasses import dataclass, field
from datetime import date

VIEWS = ("whole", "part", "nothing")


class CannotCirculate(Exception):
    """The decision is incomplete or contradicts the meeting."""


@dataclass
class Share:
    """One person's copy. `state` is what notifications last said of it."""

    circulation: str
    person: str
    view: str
    children: list[str]
    reason: str = ""
    state: str = "waiting"
    channel: str = ""
    changed_on: date | None = None

    def covers(self, meeting_children: list[str]) -> list[str]:
        return (
            meeting_children if self.view == "whole" else [c for c in meeting_children if c in self.children]
        )


@dataclass
class Circulation:
    """The papers of one meeting on their way to everyone entitled; decided again, its version grows."""

    id: str
    meeting: str
    by_when: date
    clause: str
    decided_by: str
    decided_on: date
    version: int = 1
    completed_on: date | None = None
    shares: list[Share] = field(default_factory=list)

    def going_out(self) -> list[Share]:
        return [share for share in self.shares if share.view != "nothing"]

    def share_of(self, person: str) -> Share | None:
        return next((share for share in self.shares if share.person == person), None)


def check_decision(shares: list[Share], entitled: set[str], meeting_children: list[str]) -> None:
    """Every entitled person is decided, a refusal or an extra copy has its reason; raises CannotCirculate."""
    undecided = entitled - {share.person for share in shares}
    if undecided:
        raise CannotCirculate(f"Decide for everyone entitled: {len(undecided)} not decided yet.")
    for share in shares:
        if share.view not in VIEWS:
            raise CannotCirculate(f"A copy is {', '.join(VIEWS)}; not {share.view}.")
        if share.view == "part" and not set(share.children) & set(meeting_children):
            raise CannotCirculate("A part copy names at least one child of this meeting.")
        if share.view == "nothing" and share.person in entitled and not share.reason:
            raise CannotCirculate("Somebody entitled gets nothing: give the reason.")
        if share.view != "nothing" and share.person not in entitled and not share.reason:
            raise CannotCirculate("Somebody who is not entitled gets a copy: give the reason.")
