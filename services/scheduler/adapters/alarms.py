"""Alarms as rows: one by its duty, and the batch whose day has come."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, Select, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from plumbing.database import FOR_CHANGE
from services.scheduler.adapters.tables import alarm
from services.scheduler.domain.alarm import Alarm, AlarmState, DutyDates

_COUNT = select(func.count()).select_from(alarm).where(alarm.c.next_on <= bindparam("today"))


def find_alarm(session: Session, duty: str) -> Alarm | None:
    query = select(alarm).where(alarm.c.duty == duty).with_for_update(**FOR_CHANGE)
    row = session.execute(query).mappings().one_or_none()
    return _alarm(row) if row else None


def add_alarm(session: Session, new: Alarm) -> None:
    session.execute(insert(alarm).values(_row(new)))


def keep_alarm(session: Session, kept: Alarm) -> None:
    session.execute(update(alarm).where(alarm.c.duty == kept.dates.duty).values(_row(kept)))


def keep_alarms(session: Session, kept: Sequence[Alarm]) -> None:
    """What a call changes of each: the state and the next day. All in one go to the database."""
    if kept:
        mine = alarm.c.duty == bindparam("its_duty")
        rows = [
            {"its_duty": one.dates.duty, "state": one.state.value, "next_on": one.next_on} for one in kept
        ]
        session.connection().execute(update(alarm).where(mine), rows)


def alarms_due(session: Session, today: date, limit: int) -> Sequence[Alarm]:
    """Locked for this transaction; rows that another scheduler has in hand are passed over."""
    return [_alarm(row) for row in session.execute(due_query(today, limit)).mappings()]


def due_query(today: date, limit: int) -> Select[Any]:
    """On SQLite the transaction has the whole database, and the lock's words are left out.

    A plain SELECT, as the rows come back as they are once they are locked. Around it, as in
    WHERE duty = ANY(ARRAY(SELECT ... SKIP LOCKED)), another SELECT would show them as they were before.
    """
    query = select(alarm).where(alarm.c.next_on <= today).order_by(alarm.c.next_on, alarm.c.duty)
    return query.limit(limit).with_for_update(skip_locked=True, **FOR_CHANGE)


def count_due(session: Session, today: date) -> int:
    return session.execute(_COUNT, {"today": today}).scalar_one()


def _alarm(row: RowMapping) -> Alarm:
    fields = ("duty", "version", "child", "name", "clause", "due", "soon")
    dates = DutyDates(**{field: row[field] for field in fields})
    return Alarm(dates, AlarmState(row["state"]), row["set_on"])


def _row(kept: Alarm) -> dict[str, Any]:
    own = {"state": kept.state.value, "set_on": kept.set_on, "next_on": kept.next_on}
    return vars(kept.dates) | own
