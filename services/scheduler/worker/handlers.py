"""What the scheduler hears: duties, meetings, changed contacts, and what became of its invitations."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cin.v1 import delivery_pb2, duty_pb2, meeting_pb2, person_pb2
from google.protobuf.message import Message
from sqlalchemy.orm import Session

from plumbing.consumer import Envelope, Handler
from services.scheduler.commands import invite_people, note_delivery, set_alarm
from services.scheduler.commands.desk import Desk


def handlers(desk: Desk) -> Mapping[type[Message], Handler]:
    """By message type; each writes and returns."""
    plain = {
        duty_pb2.DutyOpened: set_alarm.open_alarm,
        duty_pb2.DutyMoved: set_alarm.move_alarm,
        duty_pb2.DutyMet: set_alarm.stop_alarm,
        duty_pb2.DutyDropped: set_alarm.stop_alarm,
        delivery_pb2.InvitationSent: note_delivery.note_sent,
        delivery_pb2.InvitationFailed: note_delivery.note_failed,
    }
    inviting = {
        meeting_pb2.MeetingArranged: invite_people.invite_people,
        meeting_pb2.MeetingRearranged: invite_people.invite_people,
        meeting_pb2.MeetingCancelled: invite_people.cancel_meeting,
        meeting_pb2.MeetingRecorded: invite_people.record_meeting,
        person_pb2.ContactChanged: invite_people.change_contact,
    }
    return {kind: _heard(command) for kind, command in plain.items()} | {
        kind: _caused(desk, command) for kind, command in inviting.items()
    }


def _heard(command: Any) -> Handler:
    def handle(session: Session, said: Any, _: Envelope) -> None:
        command(session, said)

    return handle


def _caused(desk: Desk, command: Any) -> Handler:
    """What is made knows which event it was made for."""

    def handle(session: Session, said: Any, envelope: Envelope) -> None:
        command(replace(desk, cause=envelope.event_id), session, said)

    return handle
