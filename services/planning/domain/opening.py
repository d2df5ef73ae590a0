"""A record outside one's caseload, opened for a reason and some hours (break-glass)."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from services.planning.domain.acts import SERVICE_MANAGER

DUTY_COVER, OUT_OF_HOURS = "duty cover", "safeguarding out of hours"
CATEGORIES = {
    DUTY_COVER: "Duty cover: the worker or team who has the child is away",
    OUT_OF_HOURS: "A safeguarding concern out of hours",
    "supervision": "Supervision or advice to the worker who has the child",
    "complaint or audit": "A complaint, an audit or an enquiry",
    "other": "Something else",
}
LASTS = timedelta(hours=8)
MOST_A_DAY = 3
SHORTEST_REASON = 20


class CannotOpen(Exception):
    """The reason says too little, the day's openings are used up, or the record is not one to be opened."""


@dataclass
class Look:
    """A manager has seen an opening."""

    opening: str
    staff: str
    team: str
    role: str
    on: date
    remark: str


@dataclass
class Opening:
    """Who opened whose record, why and until when.

    The teams are those of that day; an empty one (of no team) is every manager's to look at.
    `settled_on`: when a manager of each had looked.
    """

    id: str
    staff: str
    child: str
    category: str
    reason: str
    opened_on: date
    opened: datetime
    until: datetime
    child_team: str = ""
    staff_team: str = ""
    settled_on: date | None = None
    looks: list[Look] = field(default_factory=list)

    @property
    def teams(self) -> frozenset[str]:
        return frozenset({self.child_team, self.staff_team})

    def concerns(self, role: str, team: str) -> bool:
        """Whether a manager of this role and team is one of those who look at it."""
        return role == SERVICE_MANAGER or not team or bool({team, ""} & self.teams)

    @property
    def not_seen_for(self) -> frozenset[str]:
        """The teams of which no manager has looked yet."""
        return self.teams - {team for look in self.looks for team in self.teams if _covers(look, team)}

    def waits_for(self, staff: str, role: str, team: str) -> bool:
        """Whether it is this manager's to look at, and nobody has for their team."""
        if self.staff == staff or not self.concerns(role, team):
            return False
        whole = role == SERVICE_MANAGER or not team
        return bool(self.not_seen_for if whole else self.not_seen_for & {team, ""})


def reason_given(words: str) -> str:
    """Without spare spaces; raises CannotOpen where it says too little."""
    reason = " ".join(words.split())
    if len(reason) < SHORTEST_REASON:
        raise CannotOpen(f"Say why in at least {SHORTEST_REASON} characters: a manager will read it today.")
    return reason


def _covers(look: Look, team: str) -> bool:
    return look.role == SERVICE_MANAGER or not look.team or team in (look.team, "")
