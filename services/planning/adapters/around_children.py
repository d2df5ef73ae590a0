"""Whose record a thing is part of: the children whom it is about, and those around whom somebody stands."""

from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from services.planning.adapters import tables

_ABOUT = select(tables.subject.c.meeting).where(
    tables.subject.c.child.in_(bindparam("children", expanding=True))
)
_MEETINGS_AROUND = select(tables.subject).where(tables.subject.c.meeting.in_(_ABOUT))


def children_around(session: Session, persons: Sequence[str]) -> list[str]:
    """In the order of their ids; empty where nobody has said yet what the person is to any child."""
    link = tables.link.c
    query = select(link.child).where(link.person.in_(persons)).distinct().order_by(link.child)
    return list(session.scalars(query))


def meetings_around(session: Session, children: Collection[str]) -> dict[str, list[str]]:
    """Of each meeting about any of these children, by its id: all its children."""
    found: dict[str, list[str]] = {}
    for row in session.execute(_MEETINGS_AROUND, {"children": list(children)}):
        found.setdefault(row.meeting, []).append(row.child)
    return found


def children_of(session: Session, kind: str, identity: str) -> list[str]:
    """The children of a meeting or a circulation; empty where it is not there."""
    subject, circulation = tables.subject.c, tables.circulation.c
    of_it = select(circulation.meeting).where(circulation.id == identity)
    whose = {
        "meeting": select(subject.child).where(subject.meeting == identity),
        "circulation": select(subject.child).where(subject.meeting.in_(of_it)),
    }
    return sorted(session.scalars(whose[kind])) if kind in whose else []


def circulations_of(session: Session, meetings: Collection[str]) -> set[str]:
    """Their ids."""
    if not meetings:
        return set()
    circulation = tables.circulation.c
    return set(session.scalars(select(circulation.id).where(circulation.meeting.in_(meetings))))
