"""Keeps what became of each object that was sent."""

from datetime import date

from cin.v1 import delivery_pb2
from sqlalchemy.orm import Session

from services.scheduler.adapters.invitations import FAILED, SENT, mark_issue


def note_sent(session: Session, said: delivery_pb2.InvitationSent) -> None:
    on = date.fromisoformat(said.on)
    mark_issue(session, said.invitation, said.method, said.sequence, SENT, on, "")


def note_failed(session: Session, said: delivery_pb2.InvitationFailed) -> None:
    on = date.fromisoformat(said.on)
    mark_issue(session, said.invitation, said.method, said.sequence, FAILED, on, said.reason)
