"""Reads what decides who may see a thing: the children it is about, and what the staff are to them."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from functools import cache, partial
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import Session

from services.planning.adapters import tables
from services.planning.adapters.around_children import children_around
from services.planning.domain.circulation import Circulation
from services.planning.domain.hold import Hold
from services.planning.domain.meeting import Meeting
from services.planning.domain.opening import Opening
from services.planning.domain.permission import Concerned, Thing
from services.planning.domain.plan import Plan

Ask = Callable[[Collection[str] | None], tuple[Concerned, ...]]
"""What decides about these children."""


def concerned(session: Session, children: Collection[str] | None, now: datetime) -> tuple[Concerned, ...]:
    """Of these children, or of all where None; the unknown are left out. `now` is the machine clock's."""
    some = children is not None
    values = {"children": list(children or ()), "now": now}

    def rows(query: Callable[[bool], Select[Any]]) -> Iterable[Row[Any]]:
        return session.execute(query(some), values)

    named = {row.child: frozenset(row.named) for row in rows(_restrictions)}
    family: dict[str, set[str]] = {}
    for row in (*rows(_family), *rows(_family_by_person)):
        family.setdefault(row.child, set()).add(row.staff)
    opened: dict[str, dict[str, str]] = {}
    for row in rows(_openings):
        opened.setdefault(row.child, {})[row.staff] = row.id
    return tuple(
        Concerned(
            row.id,
            row.worker or "",
            row.team or row.workers_team or "",
            named.get(row.id),
            frozenset(family.get(row.id, ())),
            opened.get(row.id, {}),
        )
        for row in rows(_children)
    )


class Reading:
    """What was read of each child, kept: for one page, whose parts would all ask the same again."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._known: dict[str, Concerned] = {}
        self._everybody = False

    def concerned(self, session: Session, children: Collection[str] | None) -> tuple[Concerned, ...]:
        """As the function of that name, by the children's ids."""
        if not self._everybody:
            wanted = None if children is None else [child for child in children if child not in self._known]
            if wanted is None or wanted:
                self._known |= {one.child: one for one in concerned(session, wanted, self._now)}
            self._everybody = children is None
        those = self._known if children is None else set(children) & self._known.keys()
        return tuple(self._known[child] for child in sorted(those))

    def thing(self, session: Session, kind: str, identity: str) -> Thing | None:
        """None where there is no such thing; raises KeyError for a kind that there is not."""
        return _KINDS[kind](session, identity, partial(self.concerned, session))


def thing_of(session: Session, kind: str, identity: str, now: datetime) -> Thing | None:
    """As it is now: None where there is no such thing; raises KeyError for a kind that there is not."""
    return Reading(now).thing(session, kind, identity)


def _only(query: Select[Any], column: Any, some: bool) -> Select[Any]:
    return query.where(column.in_(bindparam("children", expanding=True))) if some else query


@cache
def _children(some: bool) -> Select[Any]:
    child, staff = tables.child.c, tables.staff.c
    query = select(child.id, child.worker, child.team, staff.team.label("workers_team"))
    query = query.outerjoin_from(tables.child, tables.staff, staff.id == child.worker)
    return _only(query, child.id, some).order_by(child.id)


@cache
def _restrictions(some: bool) -> Select[Any]:
    table = tables.restriction.c
    return _only(select(table.child, table.named).where(table.lifted_on.is_(None)), table.child, some)


@cache
def _family(some: bool) -> Select[Any]:
    table = tables.conflict.c
    query = select(table.child, table.staff).where(table.ended_on.is_(None), table.child.is_not(None))
    return _only(query, table.child, some)


@cache
def _family_by_person(some: bool) -> Select[Any]:
    """Every child around whom the person is as family, today."""
    table, link, person = tables.conflict.c, tables.link.c, tables.person.c
    query = select(link.child, table.staff).where(
        table.person == link.person,
        link.person == person.id,
        person.kind == "family",
        table.ended_on.is_(None),
    )
    return _only(query, link.child, some)


@cache
def _openings(some: bool) -> Select[Any]:
    table = tables.opening.c
    query = select(table.id, table.child, table.staff).where(table.until > bindparam("now"))
    return _only(query, table.child, some).order_by(table.opened)


def _a_child(session: Session, identity: str, ask: Ask) -> Thing | None:
    found = ask([identity])
    return Thing("child", identity, found) if found else None


def _a_meeting(session: Session, identity: str, ask: Ask) -> Thing | None:
    found = session.get(Meeting, identity)
    return Thing("meeting", identity, ask(found.children)) if found else None


def _a_plan(session: Session, identity: str, ask: Ask) -> Thing | None:
    found = session.get(Plan, identity)
    return Thing("plan", identity, ask([found.child])) if found else None


def _a_circulation(session: Session, identity: str, ask: Ask) -> Thing | None:
    found = session.get(Circulation, identity)
    meeting = _a_meeting(session, found.meeting, ask) if found else None
    return Thing("circulation", identity, meeting.children) if meeting else None


def _a_hold(session: Session, identity: str, ask: Ask) -> Thing | None:
    """Of the child from whose page it was placed, and of those who share a held person of the family."""
    found = session.get(Hold, identity)
    if found is None:
        return None
    around = ask(_family_children(session, found.persons))
    if not found.child:
        everybody = ask(children_around(session, found.persons))
        return Thing("hold", identity, everybody)
    return Thing("hold", identity, ask([found.child]), beside=around)


def _family_children(session: Session, persons: Sequence[str]) -> list[str]:
    link, person = tables.link.c, tables.person.c
    query = select(link.child).join(tables.person, person.id == link.person)
    return list(session.scalars(query.where(link.person.in_(persons), person.kind == "family").distinct()))


def _an_opening(session: Session, identity: str, ask: Ask) -> Thing | None:
    found = session.get(Opening, identity)
    if found is None:
        return None
    of = ask([found.child])
    return Thing("opening", identity, of, teams=found.teams, by=found.staff)


_KINDS: dict[str, Callable[[Session, str, Ask], Thing | None]] = {
    "child": _a_child,
    "meeting": _a_meeting,
    "plan": _a_plan,
    "circulation": _a_circulation,
    "hold": _a_hold,
    "opening": _an_opening,
}
KINDS = tuple(_KINDS)
"""What a thing may be, beside "everything"."""
