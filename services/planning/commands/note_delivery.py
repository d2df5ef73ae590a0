"""Notes what notifications says became of each copy, and meets or re-opens the duty to circulate."""

from datetime import date

from cin.v1 import delivery_pb2
from sqlalchemy.orm import Session

from plumbing.database import FOR_CHANGE
from services.planning.commands.desk import Desk
from services.planning.commands.reckon_duties import reckon_duties
from services.planning.domain.circulation import Circulation
from services.planning.domain.meeting import Meeting


def note_copy_sent(desk: Desk, session: Session, said: delivery_pb2.CopySent) -> None:
    circulation = _current(session, said.circulation, said.version)
    if circulation and (share := circulation.share_of(said.person)):
        share.state, share.channel = "sent", said.channel
        share.changed_on = date.fromisoformat(said.on)
        desk.note(session, "note_copy_sent", *share.children)


def note_copy_failed(desk: Desk, session: Session, said: delivery_pb2.CopyFailed) -> None:
    """A copy that came back or never went opens the duty again (reading 9)."""
    circulation = _current(session, said.circulation, said.version)
    if circulation and (share := circulation.share_of(said.person)):
        share.state, share.changed_on = said.reason, date.fromisoformat(said.on)
        desk.note(session, "note_copy_failed", *share.children)
        if circulation.completed_on:
            circulation.completed_on = None
            _reckon(desk, session, circulation)


def note_complete(desk: Desk, session: Session, said: delivery_pb2.CirculationComplete) -> None:
    circulation = _current(session, said.circulation, said.version)
    if circulation:
        circulation.completed_on = date.fromisoformat(said.on)
        meeting = session.get_one(Meeting, circulation.meeting)
        desk.note(session, "note_complete", *meeting.children)
        _reckon(desk, session, circulation)


def _current(session: Session, circulation: str, version: int) -> Circulation | None:
    """None where the message is about a decision that has been taken anew since."""
    found = session.get(Circulation, circulation, with_for_update=FOR_CHANGE)
    return found if found and found.version == version else None


def _reckon(desk: Desk, session: Session, circulation: Circulation) -> None:
    session.flush()
    meeting = session.get_one(Meeting, circulation.meeting)
    for child in meeting.children:
        reckon_duties(desk, session, child)
