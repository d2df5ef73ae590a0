"""Restricts a child to named staff, and records that a member of staff is family of a child."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.planning.adapters import tables
from services.planning.adapters.openings import conflicts_of, restriction_of
from services.planning.commands.desk import Desk, NotFound, find, find_to_change, new_id
from services.planning.domain.acts import MANAGERS
from services.planning.domain.child import Child
from services.planning.domain.guarding import CannotRecordConflict, CannotRestrict, Conflict, Restriction
from services.planning.domain.person import Link, Person
from services.planning.domain.staff import Staff


def restrict_child(desk: Desk, child: str, named: Sequence[str], by: str) -> None:
    """From now on only the named see the child; naming others replaces who was named before."""
    with desk.act("restrict_child", child) as session:
        find_to_change(session, Child, child)
        for staff in named:
            find(session, Staff, staff)
        if not _managers(session, named, [one.staff for one in conflicts_of(session, child)]):
            raise CannotRestrict(
                "Name at least one manager who is not family of the child, or nobody could lift this again."
            )
        _lift(desk, session, child, by)
        session.add(Restriction(new_id(), child, sorted(set(named)), by, desk.today))


def lift_restriction(desk: Desk, child: str, by: str) -> None:
    with desk.act("lift_restriction", child) as session:
        find_to_change(session, Child, child)
        _lift(desk, session, child, by)


def record_conflict(desk: Desk, child: str, staff: str, person: str, by: str) -> str:
    """`person` empty: family of the child itself; else of this person, and so of every child around whom
    the person is as family."""
    with desk.act("record_conflict", child) as session:
        find_to_change(session, Child, child)
        find(session, Staff, staff)
        if person and (session.get(Link, (child, person)) is None or _kind(session, person) != "family"):
            raise CannotRecordConflict("That person is not of this child's family.")
        known = [one for one in conflicts_of(session, child) if one.staff == staff]
        if any((one.person or "") == person for one in known):
            raise CannotRecordConflict("That is on record already.")
        _leave_a_manager(session, child, person, staff)
        made = Conflict(
            new_id(), staff, None if person else child, person or None, recorded_by=by, recorded_on=desk.today
        )
        session.add(made)
    return made.id


def end_conflict(desk: Desk, child: str, conflict: str, by: str) -> None:
    """It was recorded by mistake; the row stays. Raises NotFound where it is another child's."""
    with desk.act("end_conflict", child) as session:
        found = next((one for one in conflicts_of(session, child) if one.id == conflict), None)
        if found is None:
            raise NotFound("There is no such conflict.")
        found.ended_by, found.ended_on = by, desk.today


def _lift(desk: Desk, session: Session, child: str, by: str) -> None:
    before = restriction_of(session, child)
    if before is not None:
        before.lifted_by, before.lifted_on = by, desk.today
        session.flush()


def _managers(session: Session, named: Collection[str], but: Collection[str]) -> list[str]:
    found = (session.get(Staff, staff) for staff in named if staff not in but)
    return [one.id for one in found if one is not None and one.role in MANAGERS]


def _leave_a_manager(session: Session, child: str, person: str, staff: str) -> None:
    """Of every restricted child whom this would close to the one manager who is named there."""
    links = select(tables.link.c.child).where(tables.link.c.person == person)
    for each in {child, *(session.scalars(links) if person else ())}:
        restriction = restriction_of(session, each)
        but = [staff, *(one.staff for one in conflicts_of(session, each))]
        if restriction and not _managers(session, restriction.named, but):
            raise CannotRecordConflict("This is the one manager who may see the child: name another first.")


def _kind(session: Session, person: str) -> str:
    return find(session, Person, person).kind
