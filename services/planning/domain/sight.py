"""What a member of staff is to a child, and whether that lets them see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.planning.domain.acts import (
    BUSINESS_SUPPORT,
    REVIEWING_OFFICER,
    SENIOR_PRACTITIONER,
    SERVICE_MANAGER,
    SOCIAL_WORKER,
    TEAM_MANAGER,
)

FAMILY, RESTRICTED, HIDDEN = "family", "restricted", "hidden"
NAMED, ALLOCATED, UNALLOCATED = "named", "allocated", "unallocated"
IN_TEAM, EVERY_CHILD = "of their team", "every child"
OPENED, OUTSIDE = "opened", "outside"

SEEN = frozenset({NAMED, ALLOCATED, UNALLOCATED, IN_TEAM, EVERY_CHILD})
NEVER = frozenset({FAMILY, RESTRICTED})
"""Nothing opens these, and they hide also what is about other children too."""

_CASELOAD, _TEAM, _ALL = "caseload", "team", "all"
_REACH = {
    SOCIAL_WORKER: _CASELOAD,
    SENIOR_PRACTITIONER: _TEAM,
    TEAM_MANAGER: _TEAM,
    BUSINESS_SUPPORT: _TEAM,
    SERVICE_MANAGER: _ALL,
    REVIEWING_OFFICER: _ALL,
}
"""How far each role sees beyond the children allocated to them; any other role sees no child."""
_MAY_OPEN = frozenset({SOCIAL_WORKER, SENIOR_PRACTITIONER, TEAM_MANAGER})
_WORDS = {
    FAMILY: "they are recorded as family of the child",
    RESTRICTED: "the child is restricted and they are not named",
    HIDDEN: "the child is not open to this role",
    NAMED: "the child is restricted and they are named",
    ALLOCATED: "the child is allocated to them",
    UNALLOCATED: "the child is nobody's yet",
    IN_TEAM: "the child is of their team",
    EVERY_CHILD: "this role sees every child",
    OPENED: "they opened the record for a reason, and it is still open",
    OUTSIDE: "the child is outside their caseload or team; it may be opened for a reason",
}


@dataclass(frozen=True)
class Concerned:
    """A child as far as it matters to who may see it.

    `team` is the child's or, where it has none, its worker's; empty: of no team, so every team's. `named`:
    None where the child is not restricted. `family`: the staff who are family of it. `openings`: of those
    that are open now, the id by the staff who opened it.
    """

    child: str
    worker: str = ""
    team: str = ""
    named: frozenset[str] | None = None
    family: frozenset[str] = frozenset()
    openings: Mapping[str, str] = field(default_factory=dict)

    def opening_of(self, staff: str) -> str:
        return self.openings.get(staff, "")


def relation(staff: str, role: str, team: str, child: Concerned) -> str:
    """The first that holds, the strictest before all others."""
    reach = _REACH.get(role)
    if staff in child.family:
        return FAMILY
    if reach is None:
        return HIDDEN
    if child.named is not None:
        return NAMED if staff in child.named else RESTRICTED
    if child.worker and child.worker == staff:
        return ALLOCATED
    if not child.worker:
        return UNALLOCATED
    if reach == _ALL:
        return EVERY_CHILD
    if reach == _TEAM and (not team or not child.team or team == child.team):
        return IN_TEAM
    if role not in _MAY_OPEN:
        return HIDDEN
    return OPENED if child.opening_of(staff) else OUTSIDE


def words_for(is_so: str) -> str:
    """Of a relation, without personal data."""
    return _WORDS[is_so]
