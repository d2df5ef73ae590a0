"""Corrects what is on record of who a child is: the name, the council's reference, the date of birth."""

from datetime import date

from cin.v1 import child_pb2
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.planning.adapters import tables
from services.planning.commands.desk import Desk, find_to_change, new_id
from services.planning.commands.register_child import CannotRegister
from services.planning.domain.child import Child

CORRECTED = "who the child is, corrected"


def correct_child(desk: Desk, child: str, name: str, reference: str, born_on: date | None) -> None:
    """A child taken over from a census goes by its reference until somebody gives the name here.

    The chronology says that it was corrected, and neither what it was nor what it is.
    """
    if born_on and born_on > desk.today:
        raise CannotRegister("The date of birth lies in the future.")
    with desk.act("correct_child", child) as session:
        whose = find_to_change(session, Child, child)
        _check(session, whose, reference, born_on)
        whose.name, whose.council_reference = name, reference
        whose.born_on = born_on or whose.born_on
        whose.version += 1
        session.flush()
        desk.announce(
            session,
            child_pb2.EventRecorded(
                child=child,
                version=whose.version,
                event=new_id(),
                kind=CORRECTED,
                on=desk.today.isoformat(),
            ),
        )


def _check(session: Session, child: Child, reference: str, born_on: date | None) -> None:
    if child.unborn and born_on:
        raise CannotRegister("This child is not born yet: use “Record the birth”.")
    others = select(tables.child.c.id).where(
        tables.child.c.council_reference == reference, tables.child.c.id != child.id
    )
    if session.scalars(others).first():
        raise CannotRegister("Another child has this reference already: check it in the case system.")
