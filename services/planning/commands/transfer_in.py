"""Records that a child came from another authority: who was told when, and who is responsible from when."""

from dataclasses import dataclass
from datetime import date

from cin.v1 import child_pb2
from sqlalchemy.orm import Session

from services.planning.adapters.facts_of_a_child import transfer_of
from services.planning.commands.desk import Desk, find_to_change, new_id
from services.planning.commands.reckon_duties import reckon_duties
from services.planning.commands.record_event import CannotRecord
from services.planning.domain import vocabulary as words
from services.planning.domain.child import Child, Transfer, told_first


@dataclass(frozen=True)
class Arrival:
    """The days that are known; a school's call is being told, long before the other authority's notice."""

    resident_on: date | None = None
    first_told_on: date | None = None
    notified_on: date | None = None
    responsible_from: date | None = None

    def steps(self) -> dict[str, date | None]:
        """Those that a clause may count from, in the procedures' words."""
        return {
            words.RESIDENT_HERE: self.resident_on,
            words.FIRST_TOLD: told_first(self.first_told_on, self.notified_on),
            words.FORMALLY_NOTIFIED: self.notified_on,
        }


def transfer_in(desk: Desk, child: str, from_authority: str, arrival: Arrival, by: str) -> None:
    """One for each child: saying it again corrects it (LE31, LE37)."""
    days = [day for day in arrival.steps().values() if day]
    if not days and not arrival.responsible_from:
        raise CannotRecord("Give at least one of the days.")
    if any(day > desk.today for day in days):
        raise CannotRecord(
            "Only the day from which this authority is responsible may lie in the future: check the others."
        )
    with desk.act("transfer_in", child) as session:
        whose = find_to_change(session, Child, child)
        before = transfer_of(session, child)
        was = _steps(before)
        transfer = before or Transfer(new_id(), child, from_authority, None, None, None, None, by, desk.today)
        transfer.from_authority, transfer.author, transfer.recorded_on = from_authority, by, desk.today
        transfer.resident_on, transfer.first_told_on = arrival.resident_on, arrival.first_told_on
        transfer.notified_on, transfer.responsible_from = arrival.notified_on, arrival.responsible_from
        whose.version += 1
        session.add(transfer)
        session.flush()
        for kind, day in arrival.steps().items():
            if day and day != was.get(kind):
                _announce(desk, session, whose, transfer.id, kind, day)
        reckon_duties(desk, session, child)


def _steps(transfer: Transfer | None) -> dict[str, date | None]:
    if transfer is None:
        return {}
    return Arrival(transfer.resident_on, transfer.first_told_on, transfer.notified_on).steps()


def _announce(desk: Desk, session: Session, whose: Child, transfer: str, kind: str, day: date) -> None:
    desk.announce(
        session,
        child_pb2.EventRecorded(
            child=whose.id, version=whose.version, event=transfer, kind=kind, on=day.isoformat()
        ),
    )
