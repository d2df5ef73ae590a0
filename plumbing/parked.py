"""Messages that could not be handled: set aside as they are marked heard, for a person to settle."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from google.protobuf.message import DecodeError, Message
from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.orm import Session

from plumbing import bus
from plumbing.clocks import MachineClock
from plumbing.contracts import Contracts, UnknownMessage
from plumbing.database import FOR_CHANGE, Database
from plumbing.envelope import Envelope, Unacceptable, event_id_of, read_envelope
from plumbing.pipes import Pipes
from plumbing.trace import tracing

Handler = Callable[[Session, Any, Envelope], None]
Handlers = Mapping[type[Message], Handler]


class CannotSettle(Exception):
    """There is no such parked message, or somebody has settled it."""


@dataclass(frozen=True)
class Parked:
    """One parked message. `error` is an exception's type, and words only where they are our own."""

    id: str
    consumer: str
    event_id: str
    error: str
    parked_at: datetime
    status: str
    settled_by: str | None
    settled_at: datetime | None
    message: bus.Message

    @property
    def type(self) -> str:
        return self.message.headers.get("ce_type", "")


def unpack(contracts: Contracts, message: bus.Message) -> tuple[Message, Envelope]:
    """Raises Unacceptable where it cannot be read or its type is not in the published language."""
    envelope = read_envelope(message)
    try:
        content = contracts.type_named(envelope.type)()
        content.ParseFromString(message.value)
    except UnknownMessage:
        raise Unacceptable("its type stands in no topic's list") from None
    except DecodeError:
        raise Unacceptable("its bytes are not what its type says") from None
    return content, envelope


def park(session: Session, pipes: Pipes, consumer: str, message: bus.Message, error: Exception) -> str:
    """The parked message's id."""
    words = f": {error}" if isinstance(error, Unacceptable) else ""
    identity = str(uuid4())
    session.execute(
        insert(pipes.parked).values(
            id=identity,
            consumer=consumer,
            event_id=event_id_of(message),
            topic=message.topic,
            partition=message.partition,
            offset=message.offset,
            key=message.key.replace("\0", "\ufffd"),  # PostgreSQL keeps no NUL, and the message must be kept
            headers=dict(message.headers),
            payload=message.value,
            error=(type(error).__name__ + words)[:200],
            parked_at=MachineClock().now(),
        )
    )
    return identity


def list_parked(session: Session, pipes: Pipes, status: str | None = "open") -> list[Parked]:
    """Oldest first; every status where `status` is None."""
    query = select(pipes.parked).order_by(pipes.parked.c.parked_at)
    if status:
        query = query.where(pipes.parked.c.status == status)
    return [_parked(row) for row in session.execute(query)]


def count_open(session: Session, pipes: Pipes) -> int:
    query = select(func.count()).select_from(pipes.parked).where(pipes.parked.c.status == "open")
    return session.execute(query).scalar_one()


def show(session: Session, pipes: Pipes, identity: str, lock: bool = False) -> Parked:
    """Raises CannotSettle where there is none of this id."""
    query = select(pipes.parked).where(pipes.parked.c.id == identity)
    row = session.execute(query.with_for_update(**FOR_CHANGE) if lock else query).first()
    if row is None:
        raise CannotSettle(f"no parked message {identity}: list them to see which there are")
    return _parked(row)


def replay(
    database: Database, pipes: Pipes, contracts: Contracts, handlers: Handlers, identity: str, who: str
) -> None:
    """Handle it now: effect, outbox rows and the note of who did it are one transaction.

    Where the handler fails again its exception comes out and the message stays parked.
    """
    with database.begin() as session:
        parked = _open(session, pipes, identity)
        content, envelope = unpack(contracts, parked.message)
        handler = handlers.get(type(content))
        if handler is None:
            raise CannotSettle(f"{parked.type} has no handler here: discard it instead")
        with tracing(envelope.traceparent):
            handler(session, content, envelope)
        _settle(session, pipes, identity, "replayed", who)


def discard(database: Database, pipes: Pipes, identity: str, who: str) -> None:
    """Decide that it shall have no effect; it stays in the table with the name of who decided."""
    with database.begin() as session:
        _open(session, pipes, identity)
        _settle(session, pipes, identity, "discarded", who)


def _open(session: Session, pipes: Pipes, identity: str) -> Parked:
    parked = show(session, pipes, identity, lock=True)
    if parked.status != "open":
        raise CannotSettle(f"parked message {identity} was {parked.status} by {parked.settled_by}")
    return parked


def _settle(session: Session, pipes: Pipes, identity: str, status: str, who: str) -> None:
    settled = update(pipes.parked).where(pipes.parked.c.id == identity)
    session.execute(settled.values(status=status, settled_by=who, settled_at=MachineClock().now()))


def _parked(row: Row[Any]) -> Parked:
    return Parked(
        row.id,
        row.consumer,
        row.event_id,
        row.error,
        row.parked_at,
        row.status,
        row.settled_by,
        row.settled_at,
        bus.Message(
            row.topic, row.partition, row.offset, row.key, row.payload, row.headers, at=row.parked_at
        ),
    )
