"""What every command of notifications works with."""

from dataclasses import dataclass
from datetime import date, datetime

from google.protobuf.message import Message
from sqlalchemy.orm import Session

from plumbing.clocks import CivilClock, MachineClock
from plumbing.database import Database
from plumbing.hints import hint_after_commit
from plumbing.neighbour import Neighbour
from plumbing.outbox import Outbox
from services.notifications.adapters.smtp import Post

PREPARING = "notifications:worker/preparing"
SENDING = "notifications:worker/sending"


@dataclass(frozen=True)
class Desk:
    """One per process. `sender`: the address that circulations come from."""

    database: Database
    outbox: Outbox
    clock: CivilClock
    machine: MachineClock
    neighbours: dict[str, Neighbour]
    post: Post
    sender: str

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
