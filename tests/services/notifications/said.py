"""What others say to notifications in these tests, what it said itself, and how its parcels stand."""

from datetime import timedelta
from typing import Any

from cin.v1 import claims_pb2, copy_pb2, invitation_pb2
from google.protobuf.message import Message
from sqlalchemy import select

from plumbing.consumer import Envelope
from services.notifications.adapters import tables
from services.notifications.adapters.parcels import Parcel
from services.notifications.commands.desk import Desk
from services.notifications.commands.prepare_parcels import prepare_parcels
from services.notifications.commands.send_parcels import send_parcels
from services.notifications.main import CONTRACTS
from services.notifications.worker.handlers import handlers
from tests.services.notifications.neighbours import Neighbourhood, Watch

ANN, BEA = "person-ann", "person-bea"


def recipient(person: str, **different: Any) -> claims_pb2.Recipient:
    usual = {
        "person": person,
        "entitled": True,
        "secure": True,
        "mail": f"{person}@agency.example",
        "name": "Somebody Reed",
        "office_phone": "0191 498 0100",
        "council": "Newcastle City Council",
    }
    return claims_pb2.Recipient(**(usual | different))


def invitation_object(name: str, method: str = "REQUEST", **different: Any) -> claims_pb2.InvitationObject:
    usual = {
        "invitation": "i1",
        "method": method,
        "ics": f"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nEND:VCALENDAR\r\n".encode(),
        "attendee": "marek@family.example",
        "attendee_name": "Marek",
        "organiser": "m+a@meetings.example.org",
        "organiser_name": "Meetings",
        "subject": f"{method.capitalize()}: Meeting",
        "text": "A meeting.\n",
        "html": "<p>A meeting.</p>",
        "message_id": f"<{name}@meetings.example.org>",
    }
    return claims_pb2.InvitationObject(**(usual | different))


def tell(desk: Desk, message: Message) -> None:
    """As the consumer would: the handler in one transaction."""
    address = CONTRACTS.address(message)
    kind = message.DESCRIPTOR.full_name
    envelope = Envelope("e1", kind, "records", desk.clock.now(), address.topic, address.key, "")
    with desk.database.begin() as session:
        handlers(desk)[type(message)](session, message, envelope)


def order_copy(desk: Desk, neighbours: Neighbourhood, person: str = ANN, **different: Any) -> str:
    """A copy is filed for a person whom planning knows; the document's hash."""
    neighbours.recipients.setdefault(person, recipient(person))
    document = neighbours.file(different.pop("text", "Minutes\nThings go well.\n"))
    usual: dict[str, Any] = {
        "circulation": "c1",
        "version": 1,
        "meeting": "m1",
        "person": person,
        "view": "whole",
        "children": ["child-1"],
        "document": document,
        "by_when": "2026-12-18",
        "copies": 1,
        "on": "2026-12-17",
    }
    tell(desk, copy_pb2.CopyFiled(**(usual | different)))
    return document


def order_invitation(desk: Desk, neighbours: Neighbourhood, name: str = "o1", **different: Any) -> None:
    method = different.get("method", "REQUEST")
    neighbours.objects.setdefault(name, invitation_object(name, method))
    usual: dict[str, Any] = {
        "invitation": "i1",
        "meeting": "m1",
        "person": ANN,
        "method": method,
        "sequence": 0,
        "children": ["child-1"],
        "on": "2026-12-17",
        "object": name,
    }
    tell(desk, invitation_pb2.InvitationDue(**(usual | different)))


def work(desk: Desk) -> None:
    """One round of both sweeps."""
    prepare_parcels(desk)
    send_parcels(desk)


def later(watch: Watch, **span: float) -> None:
    watch.ahead += timedelta(**(span or {"hours": 2}))


def said(desk: Desk) -> list[Message]:
    """All that notifications has said so far, in order."""
    table = tables.plumbing.outbox
    with desk.database.read() as session:
        rows = session.execute(select(table).order_by(table.c.id)).mappings().all()
    return [CONTRACTS.type_named(row["type"]).FromString(row["payload"]) for row in rows]


def words(desk: Desk) -> list[str]:
    """Just the names of what it said."""
    return [message.DESCRIPTOR.name for message in said(desk)]


def all_parcels(desk: Desk) -> list[Parcel]:
    with desk.database.read() as session:
        rows = session.execute(select(tables.parcel).order_by(tables.parcel.c.number)).mappings().all()
    return [Parcel(**row) for row in rows]


def states(desk: Desk) -> list[str]:
    return [parcel.state for parcel in all_parcels(desk)]
