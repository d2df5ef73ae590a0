"""Whose record a thing is part of: the children whom it is about, and those around whom somebody stands."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.planning.adapters import tables


def children_around(session: Session, persons: Sequence[str]) -> list[str]:
    """In the order of their ids; empty where nobody has said yet what the person is to any child."""
    link = tables.link.c
    query = select(link.child).where(link.person.in_(persons)).distinct().order_by(link.child)
    return list(session.scalars(query))


def children_of(session: Session, kind: str, identity: str) -> list[str]:
    """The children whom a thing is about; empty where it is about no one child, or is not there."""
    if kind == "hold":
        held = session.scalar(select(tables.hold.c.persons).where(tables.hold.c.id == identity))
        return children_around(session, held or [])
    child, plan, subject, circulation = (
        table.c for table in (tables.child, tables.plan, tables.subject, tables.circulation)
    )
    of_it = select(circulation.meeting).where(circulation.id == identity)
    whose = {
        "child": select(child.id).where(child.id == identity),
        "plan": select(plan.child).where(plan.id == identity),
        "meeting": select(subject.child).where(subject.meeting == identity),
        "circulation": select(subject.child).where(subject.meeting.in_(of_it)),
    }
    return sorted(session.scalars(whose[kind])) if kind in whose else []
