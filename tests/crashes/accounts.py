"""What became of everything that was said: lost, doubled, reordered; from the database and from the bus."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from google.protobuf.message import Message
from sqlalchemy import Row, func, select

from plumbing.bus import Bus
from plumbing.bus import Message as Heard
from plumbing.database import Database
from plumbing.pipes import Pipes
from tests.crashes.effects import effects
from tests.crashes.saying import CONTRACTS

_FEW = 5
Key = Callable[[Message], object]
"""What makes an effect this effect: two with the same key are one too many."""


@dataclass
class Account:
    """Each list holds what went wrong, in words; empty ones are what is wanted."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    reordered: list[str] = field(default_factory=list)
    parked: int = 0

    @property
    def clean(self) -> bool:
        return not (self.lost or self.doubled or self.reordered or self.parked)


@dataclass(frozen=True)
class Left:
    """Messages that are in flight: not heard, heard and not announced yet, announced and not on the bus."""

    unheard: int
    unannounced: int
    waiting: int

    def __bool__(self) -> bool:
        return bool(self.unheard or self.unannounced or self.waiting)

    @property
    def in_flight(self) -> int:
        """An effect that is to come of a message that is not heard is one with it."""
        return max(self.unheard, self.unannounced) + self.waiting


class Ledger:
    """Reads one service's database with its pipes."""

    def __init__(self, database: Database, pipes: Pipes, service: str) -> None:
        self._database = database
        self._pipes = pipes
        self._service = service

    def left(self, said: Sequence[tuple[str, str]], wanted: int) -> Left:
        """What is not done yet, of what was said and must be announced."""
        with self._database.read() as session:
            heard = {row.event_id for row in session.execute(select(self._pipes.inbox.c.event_id))}
            outbox = self._pipes.outbox.c
            waiting = len(session.execute(select(outbox.id).where(outbox.published_at.is_(None))).all())
            spoken = session.scalar(select(func.count()).select_from(self._pipes.outbox)) or 0
        return Left(sum(event not in heard for _, event in said), max(0, wanted - spoken), waiting)

    def spoken(self) -> Sequence[Row[Any]]:
        with self._database.read() as session:
            return session.execute(select(self._pipes.outbox).order_by(self._pipes.outbox.c.id)).all()

    def announced(self) -> list[Message]:
        return [CONTRACTS.type_named(row.type).FromString(row.payload) for row in self.spoken()]

    def unlike(self, wanted: Sequence[object], key: Key) -> list[str]:
        """A few of each: what is to be announced and is not, and what was announced that nobody asked for."""
        counted: Counter[object] = Counter()
        strange: list[str] = []
        for message in self.announced():
            try:
                counted[key(message)] += 1
            except AssertionError:  # of a kind that is none of the scene's effects
                strange.append(f"announced {message.DESCRIPTOR.name}: {str(message)!r}")
        missing = [f"never announced: {one}" for one in wanted if one not in counted]
        twice = [f"{one}: {count} times" for one, count in counted.items() if count > 1]
        return strange[:_FEW] + twice[:_FEW] + missing[:_FEW]

    def account(self, said: Sequence[tuple[str, str]], wanted: Sequence[object], key: Key) -> Account:
        """`wanted`: the keys that must be there, each once, however often anything was killed."""
        account = Account()
        with self._database.read() as session:
            inbox = self._pipes.inbox.c
            rows = session.execute(select(inbox.event_id, inbox.received_at).order_by(inbox.received_at))
            order = {row.event_id: place for place, row in enumerate(rows)}
            account.parked = len(session.execute(select(self._pipes.parked.c.id)).all())
        account.lost += [f"never heard: {event}" for _, event in said if event not in order]
        account.reordered += _out_of_order(said, order)
        taken = effects(self._database)
        account.lost += [f"no effect: {event}" for _, event in said if event not in taken]
        account.doubled += [f"{event}: {count} effects" for event, count in taken.items() if count > 1]
        counted = Counter(key(message) for message in self.announced())
        account.lost += [f"never announced: {one}" for one in wanted if one not in counted]
        account.doubled += [f"{one}: {count} times" for one, count in counted.items() if count > 1]
        return account

    def compare_with_bus(self, account: Account, bus: Bus) -> int:
        """Adds what the bus holds otherwise than the outbox; how many records are on it a second time."""
        spoken = [(f"{row.topic} {row.key}", row.event_id) for row in self.spoken()]
        heard = _everything(bus, {row.topic for row in self.spoken()})
        first: dict[str, int] = {}
        for place, message in enumerate(heard):
            first.setdefault(message.headers["ce_id"], place)
        account.lost += [f"never on the bus: {event}" for _, event in spoken if event not in first]
        account.reordered += _out_of_order(spoken, first)
        return len(heard) - len(first)


def _out_of_order(said: Iterable[tuple[str, str]], place: dict[str, int]) -> list[str]:
    last: dict[str, int] = {}
    wrong = []
    for key, event in said:
        if event in place:
            if place[event] < last.get(key, -1):
                wrong.append(f"{key}: {event} came too early")
            last[key] = max(place[event], last.get(key, -1))
    return wrong


def _everything(bus: Bus, topics: set[str]) -> list[Heard]:
    """All that is on these topics, partition by partition in order."""
    found: list[Heard] = []
    member = bus.subscribe("account", topics)
    try:
        while messages := member.poll(5.0, max_records=500):
            found += messages
    finally:
        member.close()
    return found
