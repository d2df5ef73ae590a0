"""Saying something in the same transaction that makes it true; the relay carries it to the bus afterwards."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from google.protobuf.message import Message
from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.orm import Session

from plumbing.bus import Record
from plumbing.clocks import CivilClock, MachineClock
from plumbing.contracts import Contracts
from plumbing.envelope import write_headers
from plumbing.hints import hint_after_commit
from plumbing.pipes import Pipes
from plumbing.trace import current_traceparent, span

KEPT = timedelta(days=7)
"""How long a published row stays, for whoever looks for what was said."""


class Outbox:
    """`source` is the service's name. Threads may share it; the session is the caller's."""

    def __init__(self, pipes: Pipes, contracts: Contracts, source: str, clock: CivilClock) -> None:
        self._table = pipes.outbox
        self._contracts = contracts
        self._source = source
        self.clock = clock
        self._machine = MachineClock()

    def put(self, session: Session, message: Message, *, urgent: bool = True) -> str:
        """The event's id. What could never go is refused here: UnknownMessage, TooLarge, ValueError.

        What is not urgent goes with the next that is, or within a second, and wakes nobody.
        """
        return self.put_all(session, [message], urgent=urgent)[0]

    def put_all(self, session: Session, messages: Sequence[Message], *, urgent: bool = True) -> list[str]:
        """In this order, in one statement; the events' ids. Refuses as put does, and then nothing was put."""
        rows = [self._row(message) for message in messages]
        if rows:
            session.execute(insert(self._table), rows)
        if rows and urgent:
            hint_after_commit(session, relay_hint(self._source))
        return [row["event_id"] for row in rows]

    def _row(self, message: Message) -> dict[str, Any]:
        address = self._contracts.address(message)
        event_id = str(uuid4())
        full_name = message.DESCRIPTOR.full_name
        with span(self._source, f"say {message.DESCRIPTOR.name}", "producer", topic=address.topic):
            trace = current_traceparent()
        headers = write_headers(event_id, full_name, self._source, self.clock.now(), address.key, trace)
        payload = message.SerializeToString()
        Record(address.topic, address.key, payload, headers).check()
        return {
            "event_id": event_id,
            "topic": address.topic,
            "key": address.key,
            "type": full_name,
            "headers": headers,
            "payload": payload,
            "put_at": self._machine.now(),
        }


def relay_hint(service: str) -> str:
    return f"relay:{service}"


def oldest_waiting(session: Session, pipes: Pipes) -> Row[Any] | None:
    """What goes next: `last_error` is the type of what hindered it at the last of its attempts."""
    table = pipes.outbox
    query = select(*(table.c[name] for name in ("topic", "put_at", "attempts", "last_error")))
    waiting = query.where(table.c.published_at.is_(None)).order_by(table.c.id).limit(1)
    return session.execute(waiting).one_or_none()


def say_again(session: Session, pipes: Pipes, since: datetime | None = None) -> int:
    """What was handed to the bus goes once more, in order, before what is new; how many messages.

    For a bus that came back empty. Whoever heard one passes it over.
    """
    table = pipes.outbox
    gone = table.c.published_at.is_not(None)
    chosen = gone if since is None else gone & (table.c.put_at >= since)
    changed = session.execute(update(table).where(chosen).values(published_at=None))
    return changed.rowcount  # type: ignore[attr-defined,no-any-return]  # an UPDATE has it


def forget_published(session: Session, pipes: Pipes) -> None:
    """Housekeeping: rows that went more than KEPT ago."""
    past = MachineClock().now() - KEPT
    session.execute(delete(pipes.outbox).where(pipes.outbox.c.published_at < past))
