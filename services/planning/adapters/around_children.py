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
    """The children of a meeting or a circulation; empty where it is not there."""
    subject, circulation = tables.subject.c, tables.circulation.c
    of_it = select(circulation.meeting).where(circulation.id == identity)
    whose = {
        "meeting": select(subject.child).where(subject.meeting == identity),
        "circulation": select(subject.child).where(subject.meeting.in_(of_it)),
    }
    return sorted(session.scalars(whose[kind])) if kind in whose else []
