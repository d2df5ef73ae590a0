"""What every command works with: the scheduler's database, its outbox and the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from cin.v1.access_pb2 import AccessNoted
from google.protobuf.message import Message
from sqlalchemy.orm import Session

from plumbing.accesses import Accesses
from plumbing.clocks import CivilClock
from plumbing.database import Database
from plumbing.outbox import Outbox
from services.scheduler.adapters import tables
from services.scheduler.domain.invitation import Mint


@dataclass(frozen=True)
class Desk:
    """One per process. `meetings_domain` stands in every UID and reply address.

    `cause`: the event that is being handled, for what is made because of it.
    """

    database: Database
    outbox: Outbox
    clock: CivilClock
    meetings_domain: str
    cause: str = ""

    def announce(self, session: Session, message: Message) -> None:
        self.outbox.put(session, message)

    def announce_all(self, session: Session, messages: Sequence[Message]) -> None:
        self.outbox.put_all(session, messages)

    @property
    def accesses(self) -> Accesses:
        return Accesses(tables.access_entry, self.outbox, AccessNoted)

    @property
    def today(self) -> date:
        return self.clock.today()

    @property
    def zone(self) -> ZoneInfo:
        return self.clock.zone

    def mint(self) -> Mint:
        return Mint(self.meetings_domain, self.clock.now(), self.cause)
