"""Registers a child in need, born or expected."""

from datetime import date

from cin.v1 import child_pb2
from sqlalchemy import select

from services.planning.adapters import tables
from services.planning.commands.desk import Desk, new_id
from services.planning.domain.child import Child


class CannotRegister(Exception):
    """What was given cannot be registered; the words say why."""


def register_child(
    desk: Desk, *, name: str, council_reference: str, born_on: date | None, expected_on: date | None
) -> str:
    """The new child's id. Exactly one of the two dates: an unborn child has the day it is expected."""
    if (born_on is None) == (expected_on is None):
        raise CannotRegister("Give the date of birth, or for an unborn child the date it is expected.")
    if born_on and born_on > desk.today:
        raise CannotRegister("The date of birth lies in the future: give it as the date expected.")
    child = Child(new_id(), name, council_reference, born_on, expected_on, desk.today)
    with desk.act("register_child", child.id) as session:
        taken = select(tables.child.c.id).where(tables.child.c.council_reference == council_reference)
        if session.scalars(taken).first():
            raise CannotRegister(
                "A child with this reference is on record already: find it, or ask a manager."
            )
        session.add(child)
        desk.announce(
            session,
            child_pb2.ChildRegistered(
                child=child.id, version=child.version, on=desk.today.isoformat(), unborn=child.unborn
            ),
        )
    return child.id
