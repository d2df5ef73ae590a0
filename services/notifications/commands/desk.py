"""What every command of notifications works with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from cin.v1.access_pb2 import AccessNoted
from google.protobuf.message import Message
from sqlalchemy.orm import Session

from plumbing.accesses import Access, Accesses
from plumbing.clocks import CivilClock, MachineClock
from plumbing.database import Database
from plumbing.hints import hint_after_commit
from plumbing.neighbour import Neighbour
from plumbing.outbox import Outbox
from services.notifications.adapters import tables
from services.notifications.adapters.smtp import Post

PREPARING = "notifications:worker/preparing"
SENDING = "notifications:worker/sending"
_ABOUT = "about"
"""Where a transaction keeps the children whom its act is about."""


@dataclass(frozen=True)
class Desk:
    """One per process. `sender`: where circulations come from. `acting`: for whom an act is done."""

    database: Database
    outbox: Outbox
    clock: CivilClock
    machine: MachineClock
    neighbours: dict[str, Neighbour]
    post: Post
    sender: str
    acting: Access | None = None

    @contextmanager
    def act(self) -> Iterator[Session]:
        """The transaction of an act for somebody; that it was done is noted before it commits."""
        with self.database.begin() as session:
            yield session
            if self.acting:
                self.accesses.note(session, self.acting, session.info.get(_ABOUT, ()))

    def about(self, session: Session, children: list[str]) -> None:
        """Whose record the act changes."""
        session.info.setdefault(_ABOUT, []).extend(children)

    @property
    def accesses(self) -> Accesses:
        return Accesses(tables.access_entry, self.outbox, AccessNoted)

    def announce(self, session: Session, message: Message) -> None:
        self.outbox.put(session, message)

    def wake(self, session: Session, sweep: str) -> None:
        hint_after_commit(session, sweep)

    @property
    def today(self) -> date:
        return self.clock.today()

    @property
    def now(self) -> datetime:
        """The machine clock's instant: for leases and back-off."""
        return self.machine.now()
