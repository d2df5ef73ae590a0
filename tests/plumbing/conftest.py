"""Two small services on real databases of each engine and one real log, as the house runs them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Thread
from zoneinfo import ZoneInfo

import pytest
from cin.v1.child_pb2 import ChildRegistered
from cin.v1.registry import TOPICS
from google.protobuf.message import Message
from sqlalchemy import Column, Integer, MetaData, String, Table, insert, select
from sqlalchemy.orm import Session

from plumbing.bus import Bus, TopicSpec
from plumbing.bus.log import LogBus
from plumbing.clocks import CivilClock
from plumbing.consumer import Consumer, Envelope, Handler
from plumbing.contracts import Contracts
from plumbing.database import Database
from plumbing.hints import hint_all
from plumbing.outbox import Outbox
from plumbing.pipes import Pipes, pipes
from plumbing.relay import Relay
from plumbing.roles import Role
from tests.databases import Databases

CONTRACTS = Contracts(TOPICS)
CLOCK = CivilClock(ZoneInfo("Europe/London"))


@dataclass
class Service:
    """One service's database with its pipes, and a table of effects."""

    name: str
    database: Database
    pipes: Pipes
    effects: Table
    outbox: Outbox
    bus: Bus
    together: int = 1

    def say(self, *messages: Message) -> None:
        with self.database.begin() as session:
            for message in messages:
                self.outbox.put(session, message)

    def relay(self) -> Relay:
        return Relay(self.name, self.database, self.pipes, self.bus)

    def consumer(self, handler: Handler | None = None, park_limit: int = 20) -> Consumer:
        handlers: Mapping[type[Message], Handler] = {ChildRegistered: handler or self.keep}
        return Consumer(
            self.name, self.database, self.pipes, self.bus, CONTRACTS, handlers, park_limit, self.together
        )

    def keep(self, session: Session, message: ChildRegistered, envelope: Envelope) -> None:
        session.execute(insert(self.effects).values(key=message.child, version=message.version))

    def kept(self, key: str | None = None) -> list[int]:
        query = select(self.effects.c.version).order_by(self.effects.c.id)
        if key:
            query = query.where(self.effects.c.key == key)
        with self.database.read() as session:
            return list(session.execute(query).scalars())


def service(name: str, folder: Path, bus: Bus, database: Database | None = None) -> Service:
    metadata = MetaData()
    tables = pipes(metadata)
    effects = Table(
        "effect",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("key", String, nullable=False),
        Column("version", Integer, nullable=False),
    )
    database = database or Database(f"sqlite:///{folder}/{name}.db")
    metadata.create_all(database.engine)
    return Service(name, database, tables, effects, Outbox(tables, CONTRACTS, name, CLOCK), bus)


def open_log(folder: Path) -> LogBus:
    bus = LogBus(f"{folder}/bus.db")
    bus.ensure_topics({topic.name: TopicSpec(partitions=4) for topic in TOPICS})
    return bus


def registered(child: str, version: int = 1) -> ChildRegistered:
    return ChildRegistered(child=child, version=version, on="2027-01-06")


@pytest.fixture
def log_bus(tmp_path: Path) -> Iterator[LogBus]:
    bus = open_log(tmp_path)
    yield bus
    bus.close()


@pytest.fixture
def speaker(tmp_path: Path, log_bus: LogBus, databases: Databases) -> Service:
    return service("planning", tmp_path, log_bus, databases.empty("planning"))


@pytest.fixture
def hearer(tmp_path: Path, log_bus: LogBus, databases: Databases, request: pytest.FixtureRequest) -> Service:
    """Its consumer takes messages one by one, unless a test asks for more in a transaction."""
    found = service("records", tmp_path, log_bus, databases.empty("records"))
    return replace(found, together=getattr(request, "param", 1))


@pytest.fixture
def running() -> Iterator[Callable[[Role], Thread]]:
    """Runs roles in threads and stops them after the test."""
    stop = Event()
    threads: list[Thread] = []

    def run(role: Role) -> Thread:
        thread = Thread(target=role.run, args=(stop,), name=role.name)
        threads.append(thread)
        thread.start()
        return thread

    yield run
    stop.set()
    hint_all()
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive(), f"{thread.name} did not stop"
