"""Corrects a visit or an event that was entered with a wrong day, as if it had been right at once (U11)."""

from datetime import date
from typing import TypeVar

from cin.v1 import child_pb2

from services.planning.commands.desk import Desk, find, find_to_change
from services.planning.commands.reckon_duties import reckon_duties
from services.planning.commands.record_event import CannotRecord
from services.planning.domain.census import BASELINE, CENSUS
from services.planning.domain.child import Child, RecordedEvent, Visit

Entry = TypeVar("Entry", Visit, RecordedEvent)


def correct_visit(desk: Desk, visit: str, on: date, seen: bool) -> None:
    """Raises CannotRecord, as below."""
    _correct(desk, "correct_visit", Visit, visit, on, seen=seen)


def correct_event(desk: Desk, event: str, on: date) -> None:
    """Raises CannotRecord for a day to come, and for what a list gave that would give it again."""
    _correct(desk, "correct_event", RecordedEvent, event, on)


def came_with_a_list(entry: Visit | RecordedEvent) -> bool:
    """At the take-over: there a new list corrects it, and would undo a correction made here."""
    return entry.author in (BASELINE, CENSUS)


def _correct(desk: Desk, name: str, kind: type[Entry], identity: str, on: date, **more: bool) -> None:
    with desk.act(name) as session:
        whose = find_to_change(session, Child, find(session, kind, identity).child)
        desk.about(session, whose.id)
        entry = find_to_change(session, kind, identity)
        if came_with_a_list(entry):
            raise CannotRecord("It came with the council's list: correct it there, and import that again.")
        if on > desk.today:
            raise CannotRecord("That day lies in the future: record what has happened.")
        was, entry.on = entry.on, on
        for field, value in more.items():
            setattr(entry, field, value)
        if not session.is_modified(entry):
            return
        whose.version += 1
        session.flush()
        desk.announce(
            session,
            child_pb2.EventRecorded(
                child=whose.id,
                version=whose.version,
                event=entry.id,
                kind=entry.kind,
                on=on.isoformat(),
                was=was.isoformat(),
            ),
        )
        reckon_duties(desk, session, whose.id)
