"""Who must not see a child although their role would let them: family among the staff, all but the named."""

from dataclasses import dataclass, field
from datetime import date


class CannotRestrict(Exception):
    """The restriction would leave no manager who may see the child."""


class CannotRecordConflict(Exception):
    """It is on record already, or says neither the child nor somebody of its family."""


@dataclass
class Restriction:
    """From now on only the named staff see the child."""

    id: str
    child: str
    named: list[str] = field(default_factory=list)
    placed_by: str = ""
    placed_on: date | None = None
    lifted_by: str = ""
    lifted_on: date | None = None


@dataclass
class Conflict:
    """A member of staff is family: of the child, or the same as or close to a person of its family."""

    id: str
    staff: str
    child: str | None
    person: str | None
    recorded_by: str
    recorded_on: date
    ended_by: str = ""
    ended_on: date | None = None
