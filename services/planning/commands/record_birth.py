"""Records that an unborn child was born, and its name."""

from datetime import date

from cin.v1 import child_pb2

from services.planning.commands.desk import Desk, find_to_change
from services.planning.domain.child import Child


def record_birth(desk: Desk, child: str, on: date, name: str) -> None:
    """No clock of a procedure turns on the birth: plan, meetings and people stay as they are."""
    with desk.act("record_birth", child) as session:
        found = find_to_change(session, Child, child)
        found.be_born(on, name, desk.today)
        desk.announce(
            session,
            child_pb2.ChildBorn(child=child, version=found.version, on=desk.today.isoformat()),
        )
