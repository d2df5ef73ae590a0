"""Sets, moves and stops the alarm behind a duty, as planning opens, moves, meets and drops it."""

from datetime import date

from cin.v1 import duty_pb2
from sqlalchemy.orm import Session

from services.scheduler.adapters.alarms import add_alarm, find_alarm, keep_alarm
from services.scheduler.domain.alarm import Alarm, DutyDates, first_heard


def open_alarm(session: Session, said: duty_pb2.DutyOpened) -> None:
    dates, on = _dates(said.duty), date.fromisoformat(said.on)
    known = find_alarm(session, dates.duty)
    _keep(session, known, known.opened(dates, on) if known else first_heard(dates, on))


def move_alarm(session: Session, said: duty_pb2.DutyMoved) -> None:
    dates, on = _dates(said.duty), date.fromisoformat(said.on)
    known = find_alarm(session, dates.duty)
    _keep(session, known, known.moved(dates, on) if known else first_heard(dates, on))


def stop_alarm(session: Session, said: duty_pb2.DutyMet | duty_pb2.DutyDropped) -> None:
    dates, on = _dates(said.duty), date.fromisoformat(said.on)
    known = find_alarm(session, dates.duty)
    _keep(session, known, known.stopped(dates) if known else first_heard(dates, on, stopped=True))


def _keep(session: Session, known: Alarm | None, now: Alarm) -> None:
    if known is None:
        add_alarm(session, now)
    elif now != known:
        keep_alarm(session, now)


def _dates(duty: duty_pb2.Duty) -> DutyDates:
    """Raises ValueError where a date is no date: the message is parked for a person to see."""
    return DutyDates(
        duty.duty, duty.version, duty.child, duty.name, duty.clause, _day(duty.due), _day(duty.soon)
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
