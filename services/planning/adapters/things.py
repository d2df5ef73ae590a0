"""Reads what decides who may see a thing: the children it is about, and what the staff are to them."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.planning.adapters import tables
from services.planning.adapters.around_children import children_around
from services.planning.domain.circulation import Circulation
from services.planning.domain.hold import Hold
from services.planning.domain.meeting import Meeting
from services.planning.domain.opening import Opening
from services.planning.domain.permission import Concerned, Thing
from services.planning.domain.plan import Plan


def concerned(session: Session, children: Collection[str] | None, now: datetime) -> tuple[Concerned, ...]:
    """Of these children, or of all where None; the unknown are left out. `now` is the machine clock's."""
    named = {row.child: frozenset(row.named) for row in session.execute(_restrictions(children))}
    family: dict[str, set[str]] = {}
    for query in (_family(children), _family_by_person(children)):
        for row in session.execute(query):
            family.setdefault(row.child, set()).add(row.staff)
    opened: dict[str, dict[str, str]] = {}
    for row in session.execute(_openings(children, now)):
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
        for row in session.execute(_children(children))
    )


def thing_of(session: Session, kind: str, identity: str, now: datetime) -> Thing | None:
    """None where there is no such thing; raises KeyError for a kind that there is not."""
    return _KINDS[kind](session, identity, now)


def _only(query: Select[Any], column: Any, children: Collection[str] | None) -> Select[Any]:
    return query if children is None else query.where(column.in_(children))


def _children(children: Collection[str] | None) -> Select[Any]:
    child, staff = tables.child.c, tables.staff.c
    query = select(child.id, child.worker, child.team, staff.team.label("workers_team"))
    query = query.outerjoin_from(tables.child, tables.staff, staff.id == child.worker)
    return _only(query, child.id, children).order_by(child.id)


def _restrictions(children: Collection[str] | None) -> Select[Any]:
    table = tables.restriction.c
    return _only(select(table.child, table.named).where(table.lifted_on.is_(None)), table.child, children)


def _family(children: Collection[str] | None) -> Select[Any]:
    table = tables.conflict.c
    query = select(table.child, table.staff).where(table.ended_on.is_(None), table.child.is_not(None))
    return _only(query, table.child, children)


def _family_by_person(children: Collection[str] | None) -> Select[Any]:
    """Every child around whom the person is as family, today."""
    table, link, person = tables.conflict.c, tables.link.c, tables.person.c
    query = select(link.child, table.staff).where(
        table.person == link.person,
        link.person == person.id,
        person.kind == "family",
        table.ended_on.is_(None),
    )
    return _only(query, link.child, children)


def _openings(children: Collection[str] | None, now: datetime) -> Select[Any]:
    table = tables.opening.c
    query = select(table.id, table.child, table.staff).where(table.until > now)
    return _only(query, table.child, children).order_by(table.opened)


def _a_child(session: Session, identity: str, now: datetime) -> Thing | None:
    found = concerned(session, [identity], now)
    return Thing("child", identity, found) if found else None


def _a_meeting(session: Session, identity: str, now: datetime) -> Thing | None:
    found = session.get(Meeting, identity)
    return Thing("meeting", identity, concerned(session, found.children, now)) if found else None


def _a_plan(session: Session, identity: str, now: datetime) -> Thing | None:
    found = session.get(Plan, identity)
    return Thing("plan", identity, concerned(session, [found.child], now)) if found else None


def _a_circulation(session: Session, identity: str, now: datetime) -> Thing | None:
    found = session.get(Circulation, identity)
    meeting = _a_meeting(session, found.meeting, now) if found else None
    return Thing("circulation", identity, meeting.children) if meeting else None


def _a_hold(session: Session, identity: str, now: datetime) -> Thing | None:
    """Of the child from whose page it was placed, and of those who share a held person of the family."""
    found = session.get(Hold, identity)
    if found is None:
        return None
    around = concerned(session, _family_children(session, found.persons), now)
    if not found.child:
        everybody = concerned(session, children_around(session, found.persons), now)
        return Thing("hold", identity, everybody)
    return Thing("hold", identity, concerned(session, [found.child], now), beside=around)


def _family_children(session: Session, persons: Sequence[str]) -> list[str]:
    link, person = tables.link.c, tables.person.c
    query = select(link.child).join(tables.person, person.id == link.person)
    return list(session.scalars(query.where(link.person.in_(persons), person.kind == "family").distinct()))


def _an_opening(session: Session, identity: str, now: datetime) -> Thing | None:
    found = session.get(Opening, identity)
    if found is None:
        return None
    of = concerned(session, [found.child], now)
    return Thing("opening", identity, of, teams=found.teams, by=found.staff)


_KINDS: dict[str, Callable[[Session, str, datetime], Thing | None]] = {
    "child": _a_child,
    "meeting": _a_meeting,
    "plan": _a_plan,
    "circulation": _a_circulation,
    "hold": _a_hold,
    "opening": _an_opening,
}
KINDS = tuple(_KINDS)
"""What a thing may be, beside "everything"."""
