"""Works the queue of copies: asks planning for the content, sets each view once, files it and says so."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from cin.v1.claims_pb2 import CopyContent
from cin.v1.copy_pb2 import CopyFiled
from sqlalchemy import Row
from sqlalchemy.orm import Session

from plumbing.clocks import CivilClock, MachineClock
from plumbing.database import Database
from plumbing.failpoints import reach
from plumbing.in_hand import in_hand
from plumbing.neighbour import NeighbourDown, NeighbourRefused
from plumbing.outbox import Outbox
from plumbing.sweep import GoOn, always
from plumbing.trace import span, tracing
from services.records.adapters import register
from services.records.adapters.tables import document
from services.records.adapters.typesetting import CannotBeSet, FontsMissing, Rendered, Typesetter

BATCH = 20
AHEAD = 100
"""How many are looked at to find so many that no other worker has in hand."""
LONGEST_PAUSE = 60
"""Seconds between two questions to a planning that does not answer."""
Fetch = Callable[[str, str], CopyContent]
"""(circulation, person): a claim at planning; raises NeighbourDown, NeighbourRefused."""


@dataclass
class RenderCopies:
    database: Database
    outbox: Outbox
    fetch: Fetch
    typesetter: Typesetter
    civil: CivilClock
    machine: MachineClock

    def work(self, go_on: GoOn = always) -> int:
        """One batch; how many were settled. Stops early where planning is down or fonts are missing."""
        with in_hand(self.database, "copies", list(self._waiting()), BATCH) as mine:
            still = self._waiting()  # another worker may have settled one before we had it in hand
            return self._settle_all([still[key] for key in mine if key in still], go_on)

    def _waiting(self) -> dict[str, Row[Any]]:
        with self.database.read() as session:
            orders = register.waiting_copies(session, self.machine.now(), AHEAD)
        return {f"{order.circulation}/{order.person}/{order.version}": order for order in orders}

    def _settle_all(self, orders: Sequence[Row[Any]], go_on: GoOn) -> int:
        settled = 0
        for order in orders:
            if not go_on():
                break
            try:
                with tracing(order.traceparent), span("records", "render copy", role="worker"):
                    settled += self._settle(order)
            except (NeighbourDown, FontsMissing) as error:
                structlog.get_logger().warning("copy waits", circulation=order.circulation, why=str(error))
                self._later(order)
                break
        return settled

    def waiting(self) -> str | None:
        with self.database.read() as session:
            count = register.count_waiting(session)
        return f"records: {count} copies to render" if count else None

    def _settle(self, order: Row[Any]) -> bool:
        """What is slow comes first, outside the transaction: the question to planning, then the setting."""
        try:
            content = self.fetch(order.circulation, order.person)
            if content.version < order.version:
                raise NeighbourDown("planning has not caught up with what it said")
            if content.version > order.version:  # its own order is on its way and will be filed instead
                return self._end(order, "passed", "a newer version is decided")
            digest = content_digest(content)
            with self.database.read() as session:
                known = register.filed_with(session, order, digest)
            rendered = None if known else self.typesetter.minutes_and_plan(content)
        except NeighbourRefused as refused:
            return self._end(order, "failed", f"planning refused ({refused.status})")
        except CannotBeSet:
            return self._end(order, "failed", "it cannot be laid out")
        reach("rendering: set, not filed")
        return self._file(order, digest, known or "", rendered)

    def _file(self, order: Row[Any], digest: str, known: str, rendered: Rendered | None) -> bool:
        with self.database.begin() as session:
            if not register.still_waiting(session, order):
                return False
            if rendered:
                known = rendered.document
                self._keep(session, rendered)
            register.change_copy(session, order, state="filed", document=known, content=digest, reason=None)
            event_id = self.outbox.put(session, self._filed(order, known))
            self._note(session, order, event_id, "copy filed", "A copy for {person:%s} was filed")
            reach("rendering: filed, not committed")
        return True

    def _keep(self, session: Session, rendered: Rendered) -> None:
        register.keep_once(
            session,
            document,
            hash=rendered.document,
            pdf=rendered.pdf,
            text=rendered.text,
            title=rendered.title,
            kind="minutes and plan",
            made_on=self.civil.today(),
        )

    def _filed(self, order: Row[Any], known: str) -> CopyFiled:
        return CopyFiled(
            circulation=order.circulation,
            version=order.version,
            meeting=order.meeting,
            person=order.person,
            view=order.view,
            children=order.children,
            document=known,
            by_when=order.by_when,
            clause=order.clause,
            copies=order.copies,
            on=self.civil.today().isoformat(),
        )

    def _end(self, order: Row[Any], state: str, reason: str) -> bool:
        with self.database.begin() as session:
            if not register.still_waiting(session, order):
                return False
            register.change_copy(session, order, state=state, reason=reason)
            if state == "failed":
                event_id = f"{order.circulation}/{order.person}/{order.version}/failed"
                words = "A copy for {person:%s} could not be made: " + reason
                self._note(session, order, event_id, "copy not made", words)
        return True

    def _later(self, order: Row[Any]) -> None:
        pause = timedelta(seconds=min(LONGEST_PAUSE, 2 ** min(order.attempts, 10)))
        with self.database.begin() as session:
            if register.still_waiting(session, order):
                next_at = self.machine.now() + pause
                register.change_copy(session, order, attempts=order.attempts + 1, next_at=next_at)

    def _note(self, session: Session, order: Row[Any], event_id: str, kind: str, words: str) -> None:
        said, today = words % order.person, self.civil.today()
        line = register.Line(today, order.version, kind, said, order.clause, order.meeting)
        for child in order.children:
            register.write_line(session, child, event_id, self.civil.now(), line, self.machine.now())


def content_digest(content: CopyContent) -> str:
    """SHA-256 of what is printed: the recipient's name and address are not."""
    printed = CopyContent()
    printed.CopyFrom(content)
    printed.ClearField("recipient_name")
    del printed.recipient_address[:]
    return hashlib.sha256(printed.SerializeToString(deterministic=True)).hexdigest()
