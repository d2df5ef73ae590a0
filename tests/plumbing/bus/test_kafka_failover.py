"""Three brokers, each killed in turn while much is said and heard: nothing lost, doubled or reordered."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest
from kafka import KafkaAdminClient

from demo.engines.broker import Broker, three_brokers
from plumbing.bus import Bus, BusDown, Message, Record, TopicSpec, open_bus
from plumbing.envelope import write_headers
from plumbing.roles import Role
from tests.plumbing.conftest import CLOCK, Service, registered, service
from tests.plumbing.hearing import TOPIC

pytestmark = [pytest.mark.kafka, pytest.mark.long, pytest.mark.timeout(600)]

KEYS = [f"key-{number}" for number in range(12)]
BATCH = 20
LONGEST = 15.0
"""Seconds without an acknowledgement while one broker of three is gone; two to four on a machine at rest."""
PATIENCE = 60.0


@pytest.fixture
def brokers(tmp_path: Path) -> Iterator[Sequence[Broker]]:
    brokers = three_brokers(tmp_path)
    yield brokers
    for broker in brokers:
        broker.kill()


@pytest.fixture
def url(brokers: Sequence[Broker]) -> str:
    return "kafka://" + ",".join(broker.bootstrap for broker in brokers)


class _Said:
    """Publishes numbers per key, in order, as a relay does: the same batch again until it is taken."""

    def __init__(self, url: str) -> None:
        self._bus = open_bus(url)
        self.done = 0
        self.tried_again = 0
        self.longest_pause = 0.0
        self.stop = Event()
        self.thread = Thread(target=self._run)

    def _run(self) -> None:
        taken = time.monotonic()
        while not self.stop.is_set():
            try:
                self._bus.publish([_record(number) for number in range(self.done, self.done + BATCH)])
            except BusDown:
                self.tried_again += 1
                time.sleep(0.1)
                continue
            self.longest_pause = max(self.longest_pause, time.monotonic() - taken)
            taken = time.monotonic()
            self.done += BATCH
            time.sleep(0.1)
        self._bus.close()

    def await_more(self) -> None:
        """Until a batch that was begun after this call is acknowledged."""
        wanted = self.done + 2 * BATCH
        _until(lambda: self.done >= wanted, LONGEST, "nothing is acknowledged")


def _record(number: int) -> Record:
    child = registered(KEYS[number % len(KEYS)], number)
    headers = write_headers(str(number), "cin.v1.ChildRegistered", "planning", CLOCK.now(), child.child, "")
    return Record(TOPIC, child.child, child.SerializeToString(), headers)


def _until(true: Callable[[], bool], seconds: float, otherwise: str) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.1)


def _on_all_three(brokers: Sequence[Broker]) -> bool:
    """Every partition has three copies, and all are as far as its leader."""
    admin = KafkaAdminClient(bootstrap_servers=brokers[0].bootstrap)
    try:
        (topic,) = admin.describe_topics([TOPIC])
    finally:
        admin.close()
    return {(len(p["replica_nodes"]), len(p["isr_nodes"])) for p in topic["partitions"]} == {(3, 3)}


def _all_on(bus: Bus) -> list[Message]:
    found: list[Message] = []
    member = bus.subscribe("all", [TOPIC])
    while messages := member.poll(5.0, max_records=500):
        found += messages
    member.close()
    return found


def _kill_each(brokers: Sequence[Broker], said: _Said) -> None:
    for broker in brokers:
        _until(lambda: _on_all_three(brokers), PATIENCE, "not on all three brokers")
        said.await_more()
        broker.kill()
        said.await_more()
        time.sleep(3)
        said.await_more()
        broker.start()
    _until(lambda: _on_all_three(brokers), PATIENCE, "not on all three brokers again")
    said.await_more()


@pytest.fixture
def hearer(url: str, tmp_path: Path) -> Iterator[Service]:
    bus = open_bus(url)
    bus.ensure_topics({TOPIC: TopicSpec()})
    yield service("records", tmp_path, bus)
    bus.close()


def test_each_broker_is_killed_in_turn_under_load(
    brokers: Sequence[Broker], url: str, hearer: Service, running: Callable[[Role], Thread]
) -> None:
    """A real consumer with its inbox hears it; its table of effects would take one twice."""
    said = _Said(url)
    running(replace(hearer, together=50).consumer())
    said.thread.start()
    try:
        _kill_each(brokers, said)
    finally:
        said.stop.set()
        said.thread.join(PATIENCE)
    _until(lambda: sum(hearer.bus.lag("records").values()) == 0, PATIENCE, "not everything was handled")
    kept = {key: hearer.kept(key) for key in KEYS}
    wanted = {key: list(range(place, said.done, len(KEYS))) for place, key in enumerate(KEYS)}
    repeated = len(_all_on(hearer.bus)) - said.done
    print(
        f"three brokers: {said.done} said, {said.tried_again} batches tried again,"
        f" longest pause {said.longest_pause:.1f} s, {repeated} repeated on the bus"
    )
    assert kept == wanted
    assert 0 <= repeated <= said.tried_again * BATCH
    assert said.longest_pause < LONGEST
