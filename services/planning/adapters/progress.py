"""How far everybody's duties have been reckoned by the procedure as it now is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from services.planning.adapters import tables

_ONLY = "everybody"
_PROGRESS = select(tables.reckoned_by)


@dataclass(frozen=True)
class Progress:
    """`after`: the last child done, in the order of their ids; `done_on` empty while some are left."""

    procedure: str
    after: str
    done_on: date | None


def progress(session: Session) -> Progress | None:
    row = session.execute(_PROGRESS).first()
    return Progress(row.procedure, row.after, row.done_on) if row else None


def keep_progress(session: Session, now: Progress) -> None:
    values = {"procedure": now.procedure, "after": now.after, "done_on": now.done_on}
    if not session.execute(update(tables.reckoned_by).values(**values)).rowcount:  # type: ignore[attr-defined]  # a CursorResult
        session.execute(tables.reckoned_by.insert().values(id=_ONLY, **values))


def children_after(session: Session, child: str, limit: int) -> Sequence[str]:
    table = tables.child.c
    return session.scalars(select(table.id).where(table.id > child).order_by(table.id).limit(limit)).all()


def count_after(session: Session, child: str) -> int:
    table = tables.child.c
    return session.scalar(select(func.count()).select_from(tables.child).where(table.id > child)) or 0
