"""Records a visit to the child, and whether the child was seen."""

from datetime import date

from cin.v1 import child_pb2

from services.planning.commands.desk import Desk, find_to_change, new_id
from services.planning.commands.reckon_duties import reckon_duties
from services.planning.commands.record_event import CannotRecord
from services.planning.domain.child import Child, Visit


def record_visit(desk: Desk, child: str, on: date, seen: bool, note: str, by: str) -> str:
    """A visit at which the child was not seen is kept, and no clause that asks for visits counts it."""
    if on > desk.today:
        raise CannotRecord("That day lies in the future: record what has happened.")
    visit = Visit(new_id(), child, on, seen, note, by, desk.today)
    with desk.act("record_visit", child) as session:
        whose = find_to_change(session, Child, child)
        whose.version += 1
        session.add(visit)
        session.flush()
        desk.announce(
            session,
            child_pb2.EventRecorded(
                child=child,
                version=whose.version,
                event=visit.id,
                kind=visit.kind,
                on=on.isoformat(),
            ),
        )
        reckon_duties(desk, session, child)
    return visit.id
