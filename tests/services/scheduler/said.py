"""What planning says in these tests: one duty and one meeting, with what a test wants different."""

from typing import Any

from cin.v1 import duty_pb2, meeting_pb2
from cin.v1.registry import TOPICS
from google.protobuf.message import Message
from sqlalchemy import select

from plumbing.contracts import Contracts
from services.scheduler.adapters import tables
from services.scheduler.commands.desk import Desk

CONTRACTS = Contracts(TOPICS)
FATHER, NURSE = "person-father", "person-nurse"


def duty(**different: Any) -> duty_pb2.Duty:
    usual = {
        "duty": "duty-1",
        "version": 1,
        "child": "child-1",
        "name": "circulate after review",
        "clause": "Newcastle 1.6",
        "soon": "2026-12-11",
        "due": "2026-12-18",
    }
    return duty_pb2.Duty(**(usual | different))


def guest(person: str, **different: Any) -> meeting_pb2.Invitee:
    usual = {"person": person, "role": "required", "place_shown": True, "contact_version": 1}
    return meeting_pb2.Invitee(**(usual | different))


def arranged(**different: Any) -> meeting_pb2.MeetingArranged:
    return meeting_pb2.MeetingArranged(**(_meeting() | different))


def rearranged(version: int, **different: Any) -> meeting_pb2.MeetingRearranged:
    return meeting_pb2.MeetingRearranged(**(_meeting() | {"version": version} | different))


def outbox(desk: Desk) -> list[Message]:
    """All that the scheduler has said so far but for whom, in order."""
    table = tables.plumbing.outbox
    with desk.database.read() as session:
        query = select(table).where(table.c.topic != "cin.access.v1").order_by(table.c.id)
        rows = session.execute(query).mappings().all()
    return [CONTRACTS.type_named(row["type"]).FromString(row["payload"]) for row in rows]


def _meeting() -> dict[str, Any]:
    return {
        "meeting": "meeting-1",
        "version": 1,
        "kind": "review",
        "starts": "2026-12-09T10:00",
        "ends": "2026-12-09T11:00",
        "children": ["child-1"],
        "invitees": [guest(FATHER), guest(NURSE)],
        "on": "2026-11-26",
    }
