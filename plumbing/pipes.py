"""The four tables that every service keeps for its pipes, added to its own MetaData."""

from dataclasses import dataclass

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, LargeBinary, MetaData, String, Table, Text

from plumbing.database import Instant


@dataclass(frozen=True)
class Pipes:
    """outbox: what waits to go; inbox: what was heard; parked: what could not be; lease: who is active."""

    outbox: Table
    inbox: Table
    parked: Table
    lease: Table


def pipes(metadata: MetaData) -> Pipes:
    return Pipes(_outbox(metadata), _inbox(metadata), _parked(metadata), _lease(metadata))


def _outbox(metadata: MetaData) -> Table:
    table = Table(
        "outbox",
        metadata,
        Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
        Column("event_id", String(36), nullable=False, unique=True),
        Column("topic", String(100), nullable=False),
        Column("key", String(100), nullable=False),
        Column("type", String(100), nullable=False),
        Column("headers", JSON, nullable=False),
        Column("payload", LargeBinary, nullable=False),
        Column("put_at", Instant, nullable=False),
        Column("published_at", Instant),
        Column("attempts", Integer, nullable=False, default=0),
        Column("last_error", String(100)),
        sqlite_autoincrement=True,  # an id freed by housekeeping must not come again: ids are the order
    )
    waiting = table.c.published_at.is_(None)
    Index("outbox_waiting", table.c.id, sqlite_where=waiting, postgresql_where=waiting)
    return table


def _inbox(metadata: MetaData) -> Table:
    return Table(
        "inbox",
        metadata,
        Column("consumer", String(100), primary_key=True),
        Column("event_id", String(200), primary_key=True),
        Column("received_at", Instant, nullable=False),
    )


def _parked(metadata: MetaData) -> Table:
    return Table(
        "parked",
        metadata,
        Column("id", String(36), primary_key=True),
        Column("consumer", String(100), nullable=False),
        Column("event_id", String(200), nullable=False),
        Column("topic", String(100), nullable=False),
        Column("partition", Integer, nullable=False),
        Column("offset", BigInteger, nullable=False),
        Column("key", Text, nullable=False),
        Column("headers", JSON, nullable=False),
        Column("payload", LargeBinary, nullable=False),
        Column("error", String(200), nullable=False),
        Column("parked_at", Instant, nullable=False),
        Column("status", String(20), nullable=False, default="open", index=True),
        Column("settled_by", String(100)),
        Column("settled_at", Instant),
    )


def _lease(metadata: MetaData) -> Table:
    return Table(
        "lease",
        metadata,
        Column("name", String(100), primary_key=True),
        Column("holder", String(36), nullable=False),
        Column("expires", Instant, nullable=False),
    )
