"""A record that a topic's own limit refuses: said in words, nothing overtakes it, and it goes once it may."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest
from cin.v1.child_pb2 import ChildRegistered
from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType

from demo.engines.broker import Broker
from plumbing.bus import Record, TooLarge, open_bus
from plumbing.bus.access import NOBODY, brokers_of
from plumbing.bus.kafka_client import Writer
from plumbing.roles import Role
from tests.contracts.reading import hear, until, values
from tests.plumbing.conftest import registered, service

pytestmark = pytest.mark.kafka

SMALL = 20_000
LETTERS = {"s": b"x" * 15_000, "t": b"", "B": b"x" * (2 * SMALL)}
"""A batch of the client's holds 16 kB: many tiny ones, one small one, or one that is too big."""


class Lowered:
    """A broker of its own, whose topics somebody else made, or changed."""

    def __init__(self, folder: Path) -> None:
        self.broker = Broker(folder).start()
        self._admin = KafkaAdminClient(bootstrap_servers=self.broker.bootstrap)

    def topic(self, name: str) -> str:
        self._admin.create_topics({name: {"num_partitions": 1, "configs": {"max.message.bytes": str(SMALL)}}})
        self._admin.wait_for_topics([name])
        return name

    def raise_limit(self, topic: str) -> None:
        wanted = {"max.message.bytes": "1048588"}
        self._admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, wanted)])

    def close(self) -> None:
        self._admin.close()
        self.broker.stop()


@pytest.fixture(scope="module")
def lowered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lowered]:
    lowered = Lowered(tmp_path_factory.mktemp("lowered"))
    yield lowered
    lowered.close()


def test_the_relay_says_what_the_topic_refuses_and_all_goes_in_order_once_it_is_mended(
    lowered: Lowered, tmp_path: Path, running: Callable[[Role], Thread]
) -> None:
    topic = lowered.topic("cin.child.v1")
    bus = open_bus(lowered.broker.url)
    speaker = service("planning", tmp_path, bus)
    big = ChildRegistered(child="c1", version=2, on="x" * 2 * SMALL)
    speaker.say(registered("c1", 1), big, registered("c1", 3))
    relay = speaker.relay()
    running(relay)
    until(lambda: relay.ready() is not None, "the relay never said that it is stuck")
    assert f"topic {topic}" in str(relay.ready()) and "max.message.bytes" in str(relay.ready())
    lowered.raise_limit(topic)
    until(lambda: relay.quiet() is None and relay.ready() is None, "it did not go once it might")
    heard = hear(bus.subscribe(topic, [topic]), 4)  # the first went twice: with the batch, and alone
    versions = [registered("").FromString(message.value).version for message in heard]
    assert list(dict.fromkeys(versions)) == [1, 2, 3]
    bus.close()


@pytest.mark.parametrize("batch", ["sBs", "ssBss", "Bs", "Bttt", "t" * 9 + "B" + "t" * 99])
def test_nothing_of_its_key_is_on_the_bus_before_it(lowered: Lowered, batch: str) -> None:
    """The broker stands still while all is sent, so that whatever may be under way is."""
    topic = lowered.topic(f"t-{uuid4().hex[:8]}")
    writer = Writer(brokers_of(lowered.broker.url, NOBODY))
    writer.write([Record(topic, "key", b"first")])
    refused: list[Exception] = []

    def write() -> None:
        try:
            writer.write([Record(topic, "key", b"%d " % n + LETTERS[one]) for n, one in enumerate(batch)])
        except TooLarge as error:
            refused.append(error)

    thread = Thread(target=write)
    os.kill(lowered.broker.pid, signal.SIGSTOP)
    thread.start()
    time.sleep(0.3)
    os.kill(lowered.broker.pid, signal.SIGCONT)
    thread.join(30)
    writer.abandon()
    assert refused
    before = ["first", *map(str, range(batch.index("B")))]
    bus = open_bus(lowered.broker.url)
    bus.publish([Record(topic, "key", b"last")])
    heard = hear(bus.subscribe(topic, [topic]), len(before) + 1)
    assert [value.split(" ")[0] for value in values(heard)] == [*before, "last"]
    bus.close()
