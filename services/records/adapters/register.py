"""The register's rows: orders for copies, documents once each, and lines of the chronology once each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, Table, bindparam, func, select, update
from sqlalchemy.orm import Session

from plumbing.database import FOR_CHANGE, put_once
from services.records.adapters.tables import chronology, copy, document

_DUE = (copy.c.state == "waiting", copy.c.next_at <= bindparam("now"))
_WAITING = select(copy).where(*_DUE).order_by(copy.c.next_at).limit(bindparam("limit", type_=Integer))
_COUNT = select(func.count()).select_from(copy).where(copy.c.state == "waiting")
"""Made once: they are asked all the time, and building a statement costs more than running it."""


@dataclass(frozen=True)
class Line:
    """One line of a chronology. `words` name people as {person:<id>} and staff as {staff:<id>}.

    `meeting`: the id of the one that it tells of, or whose papers or invitations; empty: of none.
    """

    on: date
    version: int
    kind: str
    words: str
    clause: str = ""
    meeting: str = ""


def keep_once(session: Session, table: Table, **values: Any) -> None:
    """Insert; where the key is there already, nothing happens."""
    put_once(session, table, values)


def write_line(
    session: Session, child: str, event_id: str, said: datetime, line: Line, recorded: datetime
) -> None:
    keep_once(
        session,
        chronology,
        child=child,
        event_id=event_id,
        on=line.on,
        version=line.version,
        said=said,
        kind=line.kind,
        words=line.words,
        clause=line.clause,
        meeting=line.meeting,
        recorded=recorded,
    )


def lines_of(session: Session, child: str) -> Sequence[Row[Any]]:
    """By date; within a day as said (versions of a child and of a meeting cannot be compared)."""
    order = (chronology.c.on, chronology.c.said, chronology.c.version, chronology.c.event_id)
    return session.execute(select(chronology).where(chronology.c.child == child).order_by(*order)).all()


def has_lines(session: Session, child: str) -> bool:
    """Whether anything of this child was heard of."""
    return session.scalar(select(chronology.c.child).where(chronology.c.child == child).limit(1)) is not None


def waiting_copies(session: Session, now: datetime, limit: int) -> Sequence[Row[Any]]:
    return session.execute(_WAITING, {"now": now, "limit": limit}).all()


def count_waiting(session: Session) -> int:
    return session.scalar(_COUNT) or 0


def still_waiting(session: Session, order: Row[Any]) -> bool:
    """Locks the order; False where another worker, or a newer version, was quicker."""
    state = session.scalar(select(copy.c.state).where(*_same(order)).with_for_update(**FOR_CHANGE))
    return state == "waiting"


def change_copy(session: Session, order: Row[Any], **values: Any) -> None:
    session.execute(update(copy).where(*_same(order)).values(**values))


def filed_with(session: Session, order: Row[Any], content: str) -> str | None:
    """The document already filed in this version of the circulation for the same view and content."""
    same = (
        copy.c.circulation == order.circulation,
        copy.c.version == order.version,
        copy.c.view == order.view,
        copy.c.content == content,
        copy.c.state == "filed",
    )
    return session.scalar(select(copy.c.document).where(*same).limit(1))


def document_row(session: Session, hash_: str) -> Row[Any] | None:
    return session.execute(select(document).where(document.c.hash == hash_)).one_or_none()


def copies_of(session: Session, circulation: str) -> Sequence[Row[Any]]:
    order = (copy.c.person, copy.c.version)
    return session.execute(select(copy).where(copy.c.circulation == circulation).order_by(*order)).all()


def children_of_document(session: Session, hash_: str) -> list[str]:
    """Whose papers were filed with these bytes."""
    return _children(session, copy.c.document == hash_)


def children_of_circulation(session: Session, circulation: str) -> list[str]:
    return _children(session, copy.c.circulation == circulation)


def _children(session: Session, which: ColumnElement[bool]) -> list[str]:
    found = session.scalars(select(copy.c.children).where(which))
    return sorted({child for children in found for child in children})


def _same(order: Row[Any]) -> tuple[Any, ...]:
    return (
        copy.c.circulation == order.circulation,
        copy.c.person == order.person,
        copy.c.version == order.version,
    )
