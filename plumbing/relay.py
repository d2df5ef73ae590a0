"""Hands the outbox to the bus: in order, one active per service, stopping at the first that will not go."""

import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from functools import cache
from threading import Event
from typing import Any

from sqlalchemy import Integer, Row, Select, Table, bindparam, select, update

from plumbing.advisory import only_one
from plumbing.bus import Bus, BusDown, NotAllowed, Record, TooLarge, UnknownTopic
from plumbing.clocks import MachineClock
from plumbing.database import Database
from plumbing.failpoints import reach
from plumbing.hints import Listener, hint
from plumbing.inbox import forget_heard
from plumbing.logs import log
from plumbing.metrics import OUTBOX_AGE, RELAYED
from plumbing.outage import Outage
from plumbing.outbox import forget_published, relay_hint
from plumbing.patience import Patience
from plumbing.pipes import Pipes
from plumbing.trace import span, traced, tracing

BATCH = 200
_LOOK = 1.0
"""Seconds between two looks when nobody rings: another process may have written."""
_HOUSEKEEPING = 3600.0


class Relay:
    """A Role. Others of the same service stay passive until the lease of the active one runs out."""

    def __init__(
        self, service: str, database: Database, pipes: Pipes, bus: Bus, lease_seconds: float = 10.0
    ) -> None:
        self.name = f"{service}:worker/relay"
        self.last_loop = time.monotonic()
        self.done = 0
        self.active = False
        self._service = service
        self._database = database
        self._pipes = pipes
        self._bus = bus
        self._machine = MachineClock()
        self._lease = only_one(database, pipes.lease, f"{service}:relay", lease_seconds)
        self._patience = Patience()
        self._refusal: str | None = None
        self._outage = Outage(self.name)
        self._clean_due = 0.0

    def run(self, stop: Event) -> None:
        listener = Listener(relay_hint(self._service))
        try:
            while not stop.is_set():
                self.last_loop = time.monotonic()
                if not self._round(stop):
                    listener.wait(_LOOK, stop)
        finally:
            self.active = False
            self._lease.release()

    def ready(self) -> str | None:
        if self._refusal:
            return f"{self.name}: {self._refusal} (script/cin bus doctor says more)"
        return self._outage.words

    def quiet(self) -> str | None:
        """Whoever asks waits for it: what was not urgent goes now."""
        if not self._waiting(1):
            return None
        hint(relay_hint(self._service))
        return f"{self.name}: the outbox is not empty"

    def _round(self, stop: Event) -> bool:
        """Whether to look again at once."""
        went = False
        with self._outage.noted():
            self.active = self._lease.hold()
            went = self.active and self._carry(stop)
            if not went:
                self._nothing_waits_here()
        return went

    def _nothing_waits_here(self) -> None:
        """Nothing to hand over, or another does it: what was wrong is no longer ours to say."""
        self._refusal = None
        self._note_age(None)
        if self.active:
            self._clean()

    def _carry(self, stop: Event) -> bool:
        """One batch; whether there may be more: what comes while we look rings."""
        rows = self._waiting(BATCH)
        self._note_age(rows[0].put_at if rows else None)
        if not rows:
            return False
        try:
            reach("relay: before publishing")
            with ExitStack() as spans:
                for row in rows if traced() else ():
                    spans.enter_context(tracing(row.headers.get("traceparent")))
                    spans.enter_context(span(self._service, f"relay {row.topic}", topic=row.topic))
                self._bus.publish([_record(row) for row in rows])
            reach("relay: published, not marked")
        except Exception:  # whatever the engine raises: find out how far it goes, one by one
            self._one_by_one(rows, stop)
            return True
        self._mark(rows)
        return len(rows) == BATCH

    def _one_by_one(self, rows: Sequence[Row[Any]], stop: Event) -> None:
        for row in rows:
            try:
                self._bus.publish([_record(row)])
            except Exception as error:  # this one stays first: passing it over would break a key's order
                self._note_refusal(row, error)
                stop.wait(self._patience.next())
                return
            self._mark([row])

    def _waiting(self, limit: int) -> Sequence[Row[Any]]:
        with self._database.read() as session:
            return session.execute(_first(self._pipes.outbox), {"limit": limit}).all()

    def _mark(self, rows: Sequence[Row[Any]]) -> None:
        table = self._pipes.outbox
        self.done += len(rows)
        with self._database.begin() as session:
            went = update(table).where(table.c.id.in_([row.id for row in rows]))
            session.execute(went.values(published_at=self._machine.now()))
        for row in rows:
            RELAYED.labels(self._service, row.topic).inc()
        self._patience.reset()
        self._refusal = None

    def _note_refusal(self, row: Row[Any], error: Exception) -> None:
        table = self._pipes.outbox
        kind = type(error).__name__
        in_words = isinstance(error, BusDown | NotAllowed | TooLarge | UnknownTopic)
        cause = self._bus.fault() if isinstance(error, BusDown) else None
        words = str(error) if in_words else f"the bus does not take what is next ({kind})"
        self._refusal = cause or words
        log.warning(
            "message will not go",
            service=self._service,
            topic=row.topic,
            event_id=row.event_id,
            attempts=row.attempts + 1,
            exc_info=error,
        )
        with self._database.begin() as session:
            tried = update(table).where(table.c.id == row.id)
            session.execute(tried.values(attempts=table.c.attempts + 1, last_error=kind))

    def _note_age(self, oldest: datetime | None) -> None:
        age = (self._machine.now() - oldest).total_seconds() if oldest else 0.0
        OUTBOX_AGE.labels(self._service).set(age)

    def _clean(self) -> None:
        if time.monotonic() >= self._clean_due:
            self._clean_due = time.monotonic() + _HOUSEKEEPING
            with self._database.begin() as session:
                forget_published(session, self._pipes)
                forget_heard(session, self._pipes)


@cache  # made once: it is asked several times a second
def _first(table: Table) -> Select[Any]:
    query = select(table).where(table.c.published_at.is_(None)).order_by(table.c.id)
    return query.limit(bindparam("limit", type_=Integer))


def _record(row: Row[Any]) -> Record:
    return Record(row.topic, row.key, row.payload, row.headers)
