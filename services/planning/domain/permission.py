"""`decide`: one pure function says who may do what with which thing, and why; the unknown it denies.

The oracle of its tests is docs/who-may-do-what.md, which is kept by hand and not read by this code.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from services.planning.domain.acts import (
    ADMINISTRATOR,
    BUSINESS_SUPPORT,
    CLAIMS,
    GENERAL,
    MANAGERS,
    OF_A_CHILD,
    POLICY_LEAD,
    REVIEWING_OFFICER,
    ROLES,
    SENIOR_PRACTITIONER,
    SERVICE,
    SERVICE_MANAGER,
    SOCIAL_WORKER,
    TEAM_MANAGER,
    WHILE_OPENED,
)
from services.planning.domain.sight import (
    HIDDEN,
    NEVER,
    OPENED,
    OUTSIDE,
    SEEN,
    Concerned,
    relation,
    words_for,
)

__all__ = [
    "ADMINISTRATOR",
    "BUSINESS_SUPPORT",
    "MANAGERS",
    "NOBODY",
    "POLICY_LEAD",
    "REVIEWING_OFFICER",
    "ROLES",
    "SENIOR_PRACTITIONER",
    "SERVICE_MANAGER",
    "SOCIAL_WORKER",
    "TEAM_MANAGER",
    "Actor",
    "Can",
    "Concerned",
    "Decision",
    "Thing",
    "can",
    "decide",
]
_WITHOUT_CHILDREN = frozenset({"everything", "claim"})
"""Kinds of thing that are about no child; any other whose children are not known is denied."""


@dataclass(frozen=True)
class Actor:
    """A member of staff, another service (`role` is "service", `id` its name), or nobody.

    `team` empty: works for the whole council.
    """

    id: str
    role: str
    team: str = ""


NOBODY = Actor("", "nobody")


@dataclass(frozen=True)
class Thing:
    """What an act is about, with what is known of the children it concerns.

    One of `children` whom the actor may never see hides the whole thing; seeing any of them or of `beside`
    is enough to see it. `teams` and `by` are of an opening: whose managers look at it, and whose it was.
    """

    kind: str
    id: str = ""
    children: tuple[Concerned, ...] = ()
    beside: tuple[Concerned, ...] = ()
    exists: bool = True
    teams: frozenset[str] = frozenset()
    by: str = ""


@dataclass(frozen=True)
class Decision:
    """`why` holds no personal data. `hidden`: to this actor the thing does not exist.

    `child`: where `may_break_glass`, whose record may be opened for a reason. `grant`: the id of the opening
    that alone allows this.
    """

    allowed: bool
    why: str
    hidden: bool = False
    may_break_glass: bool = False
    child: str = ""
    grant: str = ""

    def __bool__(self) -> bool:
        return self.allowed


Can = Callable[[Actor, str, Thing], Decision]
"""Who answers whether somebody may do something with something; in the product `decide`."""


def can(actor: Actor, action: str, thing: Thing) -> bool:
    """Whether the actor may."""
    return decide(actor, action, thing).allowed


def decide(actor: Actor, action: str, thing: Thing) -> Decision:
    """What one may not see is hidden first; only then is asked whether the act is for this role."""
    if not thing.exists:
        return Decision(False, f"there is no such {thing.kind}", hidden=True)
    if action in CLAIMS:
        return _claim(actor, action)
    if action == "sign_in":
        return Decision(True, "anybody may sign in")
    if action in GENERAL:
        return _by_role(actor, action, GENERAL[action])
    if action == "mark_opening_seen":
        return _mark_seen(actor, thing)
    if not thing.children and thing.kind in _WITHOUT_CHILDREN:
        return Decision(False, f"{action} needs a child that it is about")
    return _of_a_child(actor, action, thing)


def _claim(actor: Actor, action: str) -> Decision:
    mine = actor.role == SERVICE and actor.id == CLAIMS[action]
    return Decision(mine, f"{action} is a claim of the service {CLAIMS[action]} alone")


def _by_role(actor: Actor, action: str, roles: frozenset[str]) -> Decision:
    if actor.role in roles:
        return Decision(True, f"{action} is for the role {actor.role}")
    return Decision(False, f"{action} is not for the role {actor.role}")


def _mark_seen(actor: Actor, thing: Thing) -> Decision:
    """The managers of the child's team and of the worker's; never of one's own opening."""
    never = any(relation(actor.id, actor.role, actor.team, one) in NEVER for one in thing.children)
    mine = actor.role == SERVICE_MANAGER or not actor.team or bool({actor.team, ""} & thing.teams)
    if actor.role not in MANAGERS or never or not mine or not thing.children:
        return Decision(False, "the managers of the child's and the worker's team look at it", hidden=True)
    if thing.by == actor.id:
        return Decision(False, "nobody passes what they opened themselves")
    return Decision(True, f"the {actor.role} of one of the two teams looks at it")


def _of_a_child(actor: Actor, action: str, thing: Thing) -> Decision:
    seen = [(one, relation(actor.id, actor.role, actor.team, one)) for one in thing.children]
    for _, is_so in seen:
        if is_so in NEVER:
            return Decision(False, words_for(is_so), hidden=True)
    seen += [(one, relation(actor.id, actor.role, actor.team, one)) for one in thing.beside]
    if action == "break_glass":
        return _break_glass(seen)
    roles = OF_A_CHILD.get(action, frozenset())
    if any(is_so in SEEN for _, is_so in seen):
        so = next(is_so for _, is_so in seen if is_so in SEEN)
        decision = _by_role(actor, action, roles)
        return Decision(decision.allowed, f"{words_for(so)}, and {decision.why}")
    for one, is_so in seen:
        if is_so == OPENED:
            return _by_opening(actor, action, roles, one)
    return _unseen(seen)


def _by_opening(actor: Actor, action: str, roles: frozenset[str], one: Concerned) -> Decision:
    decision = _by_role(actor, action, roles)
    if decision.allowed and action not in WHILE_OPENED:
        why = "an opened record may be read and noted in, but this changes it"
        return Decision(False, f"{words_for(OPENED)}: {why}")
    grant = one.opening_of(actor.id) if decision.allowed else ""
    return Decision(decision.allowed, f"{words_for(OPENED)}, and {decision.why}", grant=grant)


def _break_glass(seen: Iterable[tuple[Concerned, str]]) -> Decision:
    found = list(seen)
    if any(is_so in SEEN or is_so == OPENED for _, is_so in found):
        return Decision(False, "the record is open to them already", child=found[0][0].child)
    unseen = _unseen(found)
    return Decision(unseen.may_break_glass, unseen.why, unseen.hidden, child=unseen.child)


def _unseen(seen: Iterable[tuple[Concerned, str]]) -> Decision:
    for one, is_so in seen:
        if is_so == OUTSIDE:
            return Decision(False, words_for(OUTSIDE), may_break_glass=True, child=one.child)
    return Decision(False, words_for(HIDDEN), hidden=True)
