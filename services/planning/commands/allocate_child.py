"""Gives a child to a social worker."""

from cin.v1 import child_pb2

from services.planning.commands.desk import Desk, find, find_to_change
from services.planning.domain.child import Child
from services.planning.domain.staff import Staff


def allocate_child(desk: Desk, child: str, worker: str) -> None:
    with desk.database.begin() as session:
        find(session, Staff, worker)
        whose = find_to_change(session, Child, child)
        whose.allocate(worker)
        desk.announce(
            session,
            child_pb2.ChildAllocated(
                child=child, version=whose.version, worker=worker, on=desk.today.isoformat()
            ),
        )
