"""Keeps the duties as they were last announced, so that a new reckoning can be told from the old."""

from collections.abc import Collection, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update
from sqlalchemy.orm import Session

from services.planning.adapters import tables
from services.planning.domain.duty import DROPPED, MET, WAITING, Duty

_FIELDS = [field.name for field in fields(Duty)]
_LISTS = ("ids", "shortfall", "beside")
_SAID = ("reminded_on", "overdue_on")
_OF_CHILDREN = select(tables.duty).where(tables.duty.c.child.in_(bindparam("children", expanding=True)))


def duties_of(session: Session, child: str) -> list[Duty]:
    """The child's duties as last announced, earliest due first."""
    rows = session.execute(_OF_CHILDREN, {"children": [child]})
    return sorted((as_duty(row) for row in rows), key=lambda duty: (str(duty.due or "9"), duty.name))


def unfinished_duties(session: Session) -> list[Duty]:
    """Of all children: what is open, not set or not known, earliest due first."""
    query = select(tables.duty).where(tables.duty.c.state.not_in((MET, DROPPED, WAITING)))
    duties = (as_duty(row) for row in session.execute(query))
    return sorted(duties, key=lambda duty: (str(duty.due or "9"), duty.name, duty.id))


def as_duty(row: Row[Any]) -> Duty:
    known = row._asdict()
    values = {name: known[name] for name in _FIELDS}
    for name in _LISTS:
        values[name] = tuple(values[name] or ())
    return Duty(**values)


def keep_duty(session: Session, duty: Duty) -> int:
    """Writes it as it is now; the version that goes with the announcement."""
    table = tables.duty
    version = (session.scalar(select(table.c.version).where(table.c.id == duty.id)) or 0) + 1
    values = vars(duty) | {
        **{name: list(getattr(duty, name)) for name in _LISTS},
        "version": version,
    }
    if version == 1:
        session.execute(table.insert().values(**values))
    else:
        session.execute(update(table).where(table.c.id == duty.id).values(**values))
    return version


def forget_duties(session: Session, duties: Sequence[str]) -> None:
    """Those that only waited for their clock and wait no more; nothing was ever said of them."""
    if duties:
        session.execute(delete(tables.duty).where(tables.duty.c.id.in_(duties)))


def announced(session: Session, children: Collection[str]) -> list[tuple[Duty, dict[str, str]]]:
    """As `duties_of`, each with the days it was reminded of and said to be overdue, as ISO text or empty."""
    rows = session.execute(_OF_CHILDREN, {"children": list(children)})
    found = [(as_duty(row), {day: str(getattr(row, day) or "") for day in _SAID}) for row in rows]
    return sorted(found, key=lambda each: (str(each[0].due or "9"), each[0].name))


def mark_duty(session: Session, duty: str, **days: object) -> str:
    """Note the day the scheduler reminded or said that it is overdue; whose duty it is, empty where gone."""
    change = update(tables.duty).where(tables.duty.c.id == duty).values(**days)
    return session.scalar(change.returning(tables.duty.c.child)) or ""
