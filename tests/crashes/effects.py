"""A row for each time that a handler's work was kept: counts what the services' own keys would hide."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from google.protobuf.message import Message
from sqlalchemy import Column, Integer, MetaData, String, Table, insert, select
from sqlalchemy.orm import Session

from plumbing.consumer import Consumer
from plumbing.database import Database
from plumbing.envelope import Envelope
from plumbing.parked import Handler

METADATA = MetaData()
EFFECT = Table(
    "crash_effect",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("event_id", String(200), nullable=False),
)


def prepare(database: Database) -> None:
    METADATA.create_all(database.engine)


def count_effects() -> None:
    """From now on every consumer that is made in this process writes a row with each effect."""
    made = Consumer.__init__

    def make(self: Consumer, *args: Any, **named: Any) -> None:
        *before, handlers = args
        made(self, *before, {kind: _counted(handler) for kind, handler in handlers.items()}, **named)

    Consumer.__init__ = make  # type: ignore[method-assign, assignment]  # only here, only for this


def _counted(handler: Handler) -> Handler:
    def handle(session: Session, message: Message, envelope: Envelope) -> None:
        handler(session, message, envelope)
        session.execute(insert(EFFECT).values(event_id=envelope.event_id))

    return handle


def effects(database: Database) -> Mapping[str, int]:
    """By event, how often it took effect."""
    with database.read() as session:
        return Counter(session.execute(select(EFFECT.c.event_id)).scalars())
