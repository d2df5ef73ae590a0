"""After a restore: whether anything may leave, and the mails that had left since the backup was made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from services.notifications.adapters import tables

_RESTORE, _STRAY = tables.restore, tables.sent_before


@dataclass(frozen=True)
class Stray:
    """A mail of ours that the mail server knows and these tables do not; nothing else is known of it."""

    message_id: str
    left_at: datetime | None


def is_restoring(session: Session) -> bool:
    open_ = select(_RESTORE.c.began_at).where(_RESTORE.c.finished_at.is_(None)).limit(1)
    return session.execute(open_).first() is not None


def begin(session: Session, now: datetime) -> None:
    """Called again while one is open it changes nothing."""
    if not is_restoring(session):
        session.execute(insert(_RESTORE).values(began_at=now, by=""))


def note_log(session: Session, now: datetime) -> None:
    """A mail server's log was read."""
    open_ = update(_RESTORE).where(_RESTORE.c.finished_at.is_(None))
    session.execute(open_.values(reconciled_at=now))


def lacks_log(session: Session) -> bool:
    """One is open for which no log has been read."""
    open_ = select(_RESTORE.c.began_at).where(
        _RESTORE.c.finished_at.is_(None), _RESTORE.c.reconciled_at.is_(None)
    )
    return session.execute(open_.limit(1)).first() is not None


def finish(session: Session, now: datetime, by: str) -> None:
    open_ = update(_RESTORE).where(_RESTORE.c.finished_at.is_(None))
    session.execute(open_.values(finished_at=now, by=by))


def strays(session: Session) -> list[Stray]:
    """Oldest first; those without a time at the end."""
    found = session.execute(select(_STRAY.c.message_id, _STRAY.c.left_at)).all()
    return sorted((Stray(*row) for row in found), key=lambda one: (one.left_at is None, str(one.left_at)))


def count_strays(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(_STRAY)) or 0


def find_stray(session: Session, message_id: str) -> Stray | None:
    query = select(_STRAY.c.message_id, _STRAY.c.left_at).where(_STRAY.c.message_id == message_id)
    row = session.execute(query).first()
    return Stray(*row) if row else None


def keep_strays(session: Session, found: Iterable[Stray], now: datetime) -> int:
    """How many were not known before."""
    known = set(session.scalars(select(_STRAY.c.message_id)))
    new = [one for one in found if one.message_id not in known]
    if new:
        session.execute(insert(_STRAY), [vars(one) | {"found_at": now} for one in new])
    return len(new)


def forget_stray(session: Session, message_id: str) -> None:
    """It is on record now."""
    session.execute(delete(_STRAY).where(_STRAY.c.message_id == message_id))
