"""What planning hears: the scheduler's word that time has come, and what became of each copy."""

from collections.abc import Mapping
from datetime import date

from cin.v1 import alarm_pb2, delivery_pb2
from google.protobuf.message import Message
from sqlalchemy.orm import Session

from plumbing.consumer import Envelope, Handler
from services.planning.adapters.duties import mark_duty
from services.planning.commands.desk import Desk
from services.planning.commands.note_delivery import note_complete, note_copy_failed, note_copy_sent


def handlers(desk: Desk) -> Mapping[type[Message], Handler]:
    """By message type; each writes and returns."""

    def mark(session: Session, duty: str, noted: str, **day: date) -> None:
        if child := mark_duty(session, duty, **day):
            desk.note(session, noted, child)

    def due_soon(session: Session, said: alarm_pb2.DutyDueSoon, _: Envelope) -> None:
        mark(session, said.duty, "note_due_soon", reminded_on=date.fromisoformat(said.on))

    def overdue(session: Session, said: alarm_pb2.DutyOverdue, _: Envelope) -> None:
        mark(session, said.duty, "note_overdue", overdue_on=date.fromisoformat(said.on))

    def sent(session: Session, said: delivery_pb2.CopySent, _: Envelope) -> None:
        note_copy_sent(desk, session, said)

    def failed(session: Session, said: delivery_pb2.CopyFailed, _: Envelope) -> None:
        note_copy_failed(desk, session, said)

    def complete(session: Session, said: delivery_pb2.CirculationComplete, _: Envelope) -> None:
        note_complete(desk, session, said)

    return {
        alarm_pb2.DutyDueSoon: due_soon,
        alarm_pb2.DutyOverdue: overdue,
        delivery_pb2.CopySent: sent,
        delivery_pb2.CopyFailed: failed,
        delivery_pb2.CirculationComplete: complete,
    }
