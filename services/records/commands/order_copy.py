"""A person is to get a copy: it stands in the queue, and older versions of it stand aside."""

from datetime import datetime

from cin.v1.circulation_pb2 import CirculationDue
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from plumbing.database import take_turns
from plumbing.trace import current_traceparent
from services.records.adapters.register import keep_once
from services.records.adapters.tables import copy


def order_copy(session: Session, due: CirculationDue, now: datetime) -> bool:
    """False where this version, or a later one, was ordered before. `now`: the machine clock's instant."""
    take_turns(session, f"copies of {due.circulation}")
    theirs = (copy.c.circulation == due.circulation, copy.c.person == due.person)
    newer = select(copy.c.version).where(*theirs, copy.c.version >= due.version)
    if session.scalar(newer) is not None:
        return False
    session.execute(update(copy).where(*theirs, copy.c.state == "waiting").values(state="passed"))
    keep_once(
        session,
        copy,
        circulation=due.circulation,
        person=due.person,
        version=due.version,
        meeting=due.meeting,
        view=due.view,
        children=list(due.children),
        by_when=due.by_when,
        clause=due.clause,
        copies=due.copies,
        state="waiting",
        attempts=0,
        next_at=now,
        traceparent=current_traceparent(),
    )
    return True
