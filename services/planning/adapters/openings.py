"""Reads the records that were opened outside a caseload, and what stands against seeing a child."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from services.planning.adapters import tables
from services.planning.domain.guarding import Conflict, Restriction
from services.planning.domain.opening import Opening


def opened_by(session: Session, staff: str, day: date) -> int:
    """How many records this member of staff opened on that day."""
    table = tables.opening.c
    query = select(func.count()).where(table.staff == staff, table.opened_on == day)
    return session.scalars(query).one()


def openings_to_look_at(session: Session, since: date) -> Sequence[Opening]:
    """Those that some manager has still to look at, and all since that day; the latest first."""
    table = tables.opening.c
    query = select(Opening).where(or_(table.settled_on.is_(None), table.opened_on >= since))
    return session.scalars(query.order_by(table.opened.desc(), table.id)).all()


def unsettled_openings(session: Session) -> Sequence[Opening]:
    return session.scalars(select(Opening).where(tables.opening.c.settled_on.is_(None))).all()


def restriction_of(session: Session, child: str) -> Restriction | None:
    table = tables.restriction.c
    return session.scalars(select(Restriction).where(table.child == child, table.lifted_on.is_(None))).first()


def conflicts_of(session: Session, child: str) -> Sequence[Conflict]:
    """Those that stand: with the child, or with somebody of the family around it."""
    table, link, person = tables.conflict.c, tables.link.c, tables.person.c
    around = (
        select(link.person)
        .join(tables.person, person.id == link.person)
        .where(link.child == child, person.kind == "family")
    )
    query = select(Conflict).where(
        table.ended_on.is_(None), or_(table.child == child, table.person.in_(around))
    )
    return session.scalars(query.order_by(table.recorded_on, table.id)).all()
