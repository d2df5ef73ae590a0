"""Three brokers, each killed in turn while much is said and heard: nothing lost, doubled or reordered."""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event, Thread

import pytest

from demo.engines.broker import Broker, three_brokers
from plumbing.bus import BusDown, Fenced, Record, TopicSpec, open_bus

pytestmark = [pytest.mark.kafka, pytest.mark.long, pytest.mark.timeout(600)]

KEYS = [f"key-{number}" for number in range(12)]
BATCH = 50


@pytest.fixture
def brokers(tmp_path: Path) -> Iterator[Sequence[Broker]]:
    brokers = three_brokers(tmp_path)
    yield brokers
    for broker in brokers:
        broker.kill()


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
            numbers = range(self.done, self.done + BATCH)
            batch = [Record("t", KEYS[n % len(KEYS)], str(n).encode(), {"id": str(n)}) for n in numbers]
            try:
                self._bus.publish(batch)
            except BusDown:
                self.tried_again += 1
                time.sleep(0.1)
                continue
            self.longest_pause = max(self.longest_pause, time.monotonic() - taken)
            taken = time.monotonic()
            self.done += BATCH
            time.sleep(0.05)
        self._bus.close()


class _Heard:
    """Keeps each effect once, as an inbox does, in the order in which it happened."""

    def __init__(self, url: str) -> None:
        self._bus = open_bus(url)
        self.effects: dict[str, list[int]] = defaultdict(list)
        self.ids: set[str] = set()
        self.repeated = 0
        self.stop = Event()
        self.thread = Thread(target=self._run)

    def _run(self) -> None:
        member = self._bus.subscribe("g", ["t"])
        while not self.stop.is_set():
            messages = member.poll(0.5)
            for message in messages:
                if message.headers["id"] in self.ids:
                    self.repeated += 1
                    continue
                self.ids.add(message.headers["id"])
                self.effects[message.key].append(int(message.value))
            try:
                member.commit(messages)
            except (Fenced, BusDown):
                pass
        self._bus.close()


def test_each_broker_is_killed_in_turn_under_load(brokers: Sequence[Broker]) -> None:
    url = "kafka://" + ",".join(broker.bootstrap for broker in brokers)
    bus = open_bus(url)
    bus.ensure_topics({"t": TopicSpec()})
    bus.close()
    said, heard = _Said(url), _Heard(url)
    heard.thread.start()
    said.thread.start()
    try:
        for broker in brokers:
            time.sleep(3)
            broker.kill()
            time.sleep(6)
            broker.start()
        time.sleep(3)
    finally:
        said.stop.set()
        said.thread.join(60)
        deadline = time.monotonic() + 60
        while len(heard.ids) < said.done and time.monotonic() < deadline:
            time.sleep(0.2)
        heard.stop.set()
        heard.thread.join(60)
    lost = said.done - len(heard.ids)
    doubled = sum(len(numbers) - len(set(numbers)) for numbers in heard.effects.values())
    reordered = sum(numbers != sorted(numbers) for numbers in heard.effects.values())
    print(
        f"three brokers: {said.done} said, {said.tried_again} batches tried again,"
        f" longest pause {said.longest_pause:.1f} s, {heard.repeated} repeated on the bus,"
        f" {lost} lost, {doubled} doubled, {reordered} reordered"
    )
    assert said.done > 1_000
    assert (lost, doubled, reordered) == (0, 0, 0)
