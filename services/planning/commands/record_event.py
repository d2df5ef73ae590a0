"""Records something of the procedure's vocabulary that no other page records, with its reason."""

from datetime import date

from cin.v1 import child_pb2
from sqlalchemy.orm import Session

from services.planning.commands.desk import Desk, find, find_to_change, new_id
from services.planning.commands.reckon_duties import reckon_duties
from services.planning.domain.child import Child, RecordedCircumstance, RecordedEvent


class CannotRecord(Exception):
    """What was given cannot be recorded; the words say why."""


def record_event(desk: Desk, child: str, kind: str, on: date, reason: str, by: str) -> str:
    if kind not in desk.council.recordable_events():
        raise CannotRecord("Choose an event from the list.")
    if on > desk.today:
        raise CannotRecord("That day lies in the future: record what has happened.")
    event = RecordedEvent(new_id(), child, kind, on, reason, by, desk.today)
    with desk.act("record_event", child) as session:
        whose = find_to_change(session, Child, child)
        whose.version += 1
        session.add(event)
        session.flush()
        desk.announce(
            session,
            child_pb2.EventRecorded(
                child=child, version=whose.version, event=event.id, kind=kind, on=on.isoformat()
            ),
        )
        reckon_duties(desk, session, child)
    return event.id


def record_circumstance(
    desk: Desk, child: str, kind: str, since: date, until: date | None, reason: str, by: str
) -> str:
    """Something that holds for a while and that a clause asks about; `until` empty: it still does."""
    if kind not in desk.council.circumstances():
        raise CannotRecord("Choose a circumstance from the list.")
    if until and until < since:
        raise CannotRecord("It cannot end before it began: check the two dates.")
    held = RecordedCircumstance(new_id(), child, kind, since, until, reason, by, desk.today)
    with desk.act("record_circumstance", child) as session:
        whose = find_to_change(session, Child, child)
        whose.version += 1
        session.add(held)
        session.flush()
        _say(desk, session, whose, held)
        reckon_duties(desk, session, child)
    return held.id


def end_circumstance(desk: Desk, circumstance: str, until: date, by: str) -> None:
    """`until` is the last day on which it is so; saying another day corrects it."""
    with desk.act("end_circumstance") as session:
        whose = find_to_change(session, Child, find(session, RecordedCircumstance, circumstance).child)
        desk.about(session, whose.id)
        held = find_to_change(session, RecordedCircumstance, circumstance)
        if until < held.since:
            raise CannotRecord("It cannot end before it began: check the two dates.")
        held.until, held.author, held.recorded_on = until, by, desk.today
        whose.version += 1
        session.flush()
        _say(desk, session, whose, held)
        reckon_duties(desk, session, whose.id)


def _say(desk: Desk, session: Session, whose: Child, held: RecordedCircumstance) -> None:
    desk.announce(
        session,
        child_pb2.CircumstanceRecorded(
            child=whose.id,
            version=whose.version,
            circumstance=held.id,
            kind=held.kind,
            since=held.since.isoformat(),
            until=held.until.isoformat() if held.until else "",
        ),
    )
