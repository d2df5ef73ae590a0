"""What every command works with: planning's database, its outbox, the day, the procedure, and who acts."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from uuid import uuid4

from cin.v1.access_pb2 import AccessNoted
from google.protobuf.message import Message
from sqlalchemy.orm import Session

from plumbing.accesses import READ, WRITE, Access, Accesses
from plumbing.clocks import CivilClock
from plumbing.database import FOR_CHANGE, Database
from plumbing.outbox import Outbox
from services.planning.adapters import tables
from services.planning.domain.working_days import WorkingDays
from services.planning.procedures.council import Council

T = TypeVar("T")
_ABOUT = "about"
"""Where a transaction keeps the children whom its act is about."""


class NotFound(Exception):
    """There is no such thing; the words name the kind, never the id's owner."""


@dataclass(frozen=True)
class Acting:
    """Who is at the desk, with what before them, and the children whom that is about.

    `acts`: what has been done so far, by the commands' names.
    """

    who: str = "planning"
    kind: str = ""
    thing: str = ""
    children: tuple[str, ...] = ()
    grant: str = ""
    acts: list[str] = field(default_factory=list, compare=False)


@dataclass(frozen=True)
class Desk:
    """One per process; a page, or another service that asks, has its own with whoever is `acting`.

    Commands take it first, then who acts, then what about. `procedure` holds every edition that the
    council's files know of, `council` those that are in force.
    """

    database: Database
    outbox: Outbox
    clock: CivilClock
    procedure: Council
    working_days: WorkingDays
    acting: Acting = Acting()

    @contextmanager
    def act(self, name: str, *children: str) -> Iterator[Session]:
        """The transaction of a command; what it did, and about whom, is noted before it commits.

        About the children named here or by `about`; where none is named, those of whoever acts.
        """
        with self.database.begin() as session:
            yield session
            self.about(session, *children)
            self.note(session, name, *session.info[_ABOUT])

    def about(self, session: Session, *children: str) -> None:
        """For a command that learns only inside its transaction whose records it changes."""
        session.info.setdefault(_ABOUT, {}).update(dict.fromkeys(children))

    def note(self, session: Session, name: str, *children: str) -> None:
        """That a record was changed, in the caller's transaction; raises NotNoted."""
        self._note(session, name, WRITE, children or self.acting.children)
        self.acting.acts.append(name)

    def note_look(self, action: str) -> None:
        """That a record is looked at, in a transaction of its own, before anything of it is shown."""
        with self.database.begin() as session:
            self._note(session, action, READ, self.acting.children)

    def note_asked(self, action: str) -> None:
        """That another service is to change a record, in a transaction of its own, before it is asked."""
        with self.database.begin() as session:
            self.note(session, action)

    def _note(self, session: Session, action: str, how: str, children: Iterable[str]) -> None:
        accesses = Accesses(tables.access_entry, self.outbox, AccessNoted)
        who = self.acting
        access = Access(who.who, action, how, who.kind, who.thing, who.grant)
        accesses.note(session, access, children)

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
