"""Reckons a child's duties again after a change and announces the difference."""

from dataclasses import replace
from datetime import date

from cin.v1 import duty_pb2
from sqlalchemy.orm import Session

from services.planning.adapters.duties import duties_of, forget_duties, keep_duty
from services.planning.adapters.histories import history_of
from services.planning.commands.desk import Desk, find_to_change
from services.planning.domain.child import Child
from services.planning.domain.duty import DROPPED, Change, Dropped, Duty, Met, Moved, difference
from services.planning.procedures.reckoning import reckon


def reckon_duties(desk: Desk, session: Session, child: str) -> list[Change]:
    """In the caller's transaction: what changed, each kept and said once.

    The child is locked from here on, and what it is reckoned from is read after that. Whoever reckons for
    several children takes them in the order of their ids.
    """
    find_to_change(session, Child, child)
    before = duties_of(session, child)
    after = reckon(desk.council, history_of(session, child), desk.working_days)
    changes = difference(before, after)
    said = {change.duty.id for change in changes}
    known = {duty.id: duty for duty in before}
    for duty in after:
        if duty.id not in said and known.get(duty.id) != duty:
            keep_duty(session, duty)
    for change in changes:
        _keep_and_say(desk, session, change)
    still = {duty.id for duty in after}
    forget_duties(session, [duty.id for duty in before if not duty.anchor and duty.id not in still])
    return changes


def _keep_and_say(desk: Desk, session: Session, change: Change) -> None:
    duty, today = change.duty, desk.today.isoformat()
    if isinstance(change, Dropped):
        duty = replace(duty, state=DROPPED, dropped_because=change.reason)
    said = _said(duty, keep_duty(session, duty), desk.council.known_as)
    if isinstance(change, Moved):
        message = duty_pb2.DutyMoved(duty=said, was_due=change.was_due.isoformat(), on=today)
        desk.announce(session, message)
    elif isinstance(change, Met):
        desk.announce(session, duty_pb2.DutyMet(duty=said, met=_iso(duty.met_on), on=today))
    elif isinstance(change, Dropped):
        desk.announce(session, duty_pb2.DutyDropped(duty=said, reason=change.reason, on=today))
    else:
        desk.announce(session, duty_pb2.DutyOpened(duty=said, on=today))


def _said(duty: Duty, version: int, council: str) -> duty_pb2.Duty:
    return duty_pb2.Duty(
        duty=duty.id,
        version=version,
        child=duty.child,
        name=duty.name,
        anchor=duty.anchor,
        aim=_iso(duty.aim),
        due=_iso(duty.due),
        soon=_iso(duty.soon),
        force=duty.force,
        owed_by=duty.owed_by,
        clause=duty.clause,
        why=duty.why,
        council=council,
        edition=duty.edition,
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
