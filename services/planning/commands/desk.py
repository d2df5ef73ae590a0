"""What every command works with: planning's database, its outbox, the day, and the council's procedure."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import uuid4

from google.protobuf.message import Message
from sqlalchemy.orm import Session

from plumbing.clocks import CivilClock
from plumbing.database import FOR_CHANGE, Database
from plumbing.outbox import Outbox
from services.planning.domain.working_days import WorkingDays
from services.planning.procedures.council import Council

T = TypeVar("T")


class NotFound(Exception):
    """There is no such thing; the words name the kind, never the id's owner."""


@dataclass(frozen=True)
class Desk:
    """One per process. Commands take it first, then who acts, then what about.

    `procedure` holds every edition that the council's files know of, `council` those that are in force.
    """

    database: Database
    outbox: Outbox
    clock: CivilClock
    procedure: Council
    working_days: WorkingDays

    def announce(self, session: Session, message: Message) -> None:
        self.outbox.put(session, message)

    @property
    def council(self) -> Council:
        return self.procedure.as_of(self.today)

    @property
    def today(self) -> date:
        return self.clock.today()


def new_id() -> str:
    """Planning mints every id of the product: random, so that none tells anything."""
    return str(uuid4())


def find(session: Session, kind: type[T], key: object) -> T:
    """The thing with this key; raises NotFound."""
    return _found(kind, session.get(kind, key))


def find_to_change(session: Session, kind: type[T], key: object) -> T:
    """As find, and locked until the transaction ends: as it is now, not as it was when it was first read.

    In this order, or two commands could wait for each other: meeting, circulation, child, plan, person, hold.
    """
    return _found(kind, session.get(kind, key, with_for_update=FOR_CHANGE, populate_existing=True))


def _found(kind: type[T], found: T | None) -> T:
    if found is None:
        raise NotFound(f"There is no such {kind.__name__.lower()}.")
    return found
