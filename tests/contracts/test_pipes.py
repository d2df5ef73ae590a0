"""From a service's outbox through the bus into another's effects: the same on every engine."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import pytest
from cin.v1.child_pb2 import ChildRegistered
from sqlalchemy.orm import Session

from plumbing.bus import LIMIT, Bus, Record, TooLarge, TopicSpec
from plumbing.consumer import Envelope
from plumbing.envelope import write_headers
from plumbing.parked import list_parked, replay
from plumbing.roles import Role
from tests.contracts.engines import Engine, LogEngine
from tests.contracts.reading import until
from tests.databases import Databases
from tests.plumbing.conftest import CLOCK, CONTRACTS, Service, registered, service

TOPIC = "cin.child.v1"
POISON = 2


@pytest.fixture
def speaker(tmp_path: Path, bus: Bus, databases: Databases) -> Service:
    bus.ensure_topics({TOPIC: TopicSpec()})
    name = f"speaker-{uuid4().hex[:8]}"
    return service(name, tmp_path, bus, databases.empty(name))


@pytest.fixture
def hearer(tmp_path: Path, engine: Engine, speaker: Service, databases: Databases) -> Service:
    """Hears nothing that other tests have said on the same broker."""
    name = f"hearer-{uuid4().hex[:8]}"
    found = service(name, tmp_path, engine.open(), databases.empty(name))
    found.bus.reset(found.name, TOPIC, "latest")
    return found


@pytest.fixture
def running() -> Iterator[Callable[[Role], None]]:
    stop = Event()
    threads: list[Thread] = []

    def run(role: Role) -> None:
        threads.append(Thread(target=role.run, args=(stop,)))
        threads[-1].start()

    yield run
    stop.set()
    for thread in threads:
        thread.join(20)


Run = Callable[[Role], None]


def _fail_on_poison(hearer: Service) -> Callable[[Session, Any, Envelope], None]:
    def handle(session: Session, message: ChildRegistered, envelope: Envelope) -> None:
        hearer.keep(session, message, envelope)
        if message.version == POISON:
            raise ValueError("poison")

    return handle


def _parked(hearer: Service) -> list[str]:
    with hearer.database.read() as session:
        return [one.id for one in list_parked(session, hearer.pipes)]


def test_the_pair_is_the_one_that_is_used(engine: Engine, speaker: Service, hearer: Service) -> None:
    """The log with SQLite, Kafka with PostgreSQL."""
    embedded = isinstance(engine, LogEngine)
    assert [one.database.is_sqlite for one in (speaker, hearer)] == [embedded, embedded]


def test_what_one_says_has_its_effects_at_the_other_once_and_in_order(
    speaker: Service, hearer: Service, running: Run
) -> None:
    for version in range(20):
        speaker.say(registered("c1", version))
    relay, consumer = speaker.relay(), hearer.consumer()
    running(relay)
    running(consumer)
    until(lambda: len(hearer.kept()) >= 20, "not everything was heard")
    until(lambda: relay.quiet() is None and consumer.quiet() is None, "never quiet")
    assert hearer.kept("c1") == list(range(20))


def test_what_a_killed_relay_says_again_has_no_second_effect(hearer: Service, running: Run) -> None:
    headers = write_headers("same", "cin.v1.ChildRegistered", "planning", CLOCK.now(), "c1", "")
    record = Record(TOPIC, "c1", registered("c1").SerializeToString(), headers)
    for _ in range(3):
        hearer.bus.publish([record])
    consumer = hearer.consumer()
    running(consumer)
    until(lambda: bool(hearer.kept()) and consumer.quiet() is None, "never quiet")
    assert hearer.kept() == [1]


def test_a_group_set_back_does_nothing_twice(speaker: Service, hearer: Service) -> None:
    mine = f"c-{uuid4()}"
    speaker.say(registered(mine))
    _until_heard(speaker.relay())
    for _ in range(2):
        _until_heard(hearer.consumer())
        assert hearer.kept(mine) == [1]
        hearer.bus.reset(hearer.name, TOPIC, "earliest")
    _until_heard(hearer.consumer())
    assert hearer.kept(mine) == [1]


def _until_heard(role: Any) -> None:
    stop = Event()
    thread = Thread(target=role.run, args=(stop,))
    thread.start()
    until(lambda: role.quiet() is None, "never quiet")
    stop.set()
    thread.join(20)


def test_a_poisoned_message_is_parked_and_the_next_is_handled(
    speaker: Service, hearer: Service, running: Run
) -> None:
    speaker.say(registered("c1", 1), registered("c1", POISON), registered("c1", 3))
    running(speaker.relay())
    running(hearer.consumer(_fail_on_poison(hearer)))
    until(lambda: hearer.kept() == [1, 3], "the one after it was not handled")
    assert len(_parked(hearer)) == 1


def test_what_was_parked_has_its_effect_once_when_it_is_replayed(
    speaker: Service, hearer: Service, running: Run
) -> None:
    speaker.say(registered("c1", POISON))
    running(speaker.relay())
    consumer = hearer.consumer(_fail_on_poison(hearer))
    running(consumer)
    until(lambda: bool(_parked(hearer)) and consumer.quiet() is None, "nothing was parked")
    (identity,) = _parked(hearer)
    replay(hearer.database, hearer.pipes, CONTRACTS, {ChildRegistered: hearer.keep}, identity, "worker-1")
    assert hearer.kept() == [POISON]
    assert _parked(hearer) == []


def test_what_is_too_large_is_refused_before_it_is_kept(speaker: Service) -> None:
    with pytest.raises(TooLarge, match=rf"bytes for {TOPIC}: {LIMIT} is the limit"):
        speaker.say(ChildRegistered(child="c1", version=1, on="x" * LIMIT))
    assert speaker.relay().quiet() is None
