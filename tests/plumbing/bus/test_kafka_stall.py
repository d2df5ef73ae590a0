"""A consumer of kafka-python can fall silent for ever without a word; ours hears its messages every time.

In the locked version a joining that begins because of new metadata is lost when poll()'s time runs out in its
middle. A consumer that polls before it knows its topics nearly always begins such a joining.

Measured with poll(2 ms) where a first division is not delayed: 14 of 16 stalled with 4 partitions, 10 of 10
with 30, and on the topic below 13, 14 and 14 of 15. Where it is delayed by 100 or 500 ms none of 12 did,
presumably as the topics are known before the division is done; a busy machine delays it too, and lets half of
them get away. So eight are asked for, of thirty tries at most: at rest they come within the first ten.
"""

import time
from collections.abc import Iterator
from uuid import uuid4

import pytest
from kafka import KafkaConsumer

from demo.engines.broker import Broker
from plumbing.bus import Message, Record, TopicSpec, open_bus
from plumbing.bus import kafka_subscription as subscriptions
from plumbing.bus.access import NOBODY, brokers_of
from plumbing.bus.kafka_bus import KafkaBus
from plumbing.bus.kafka_client import Reader
from plumbing.bus.kafka_words import Timing
from tests.contracts.engines import QUICK

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(180)]

TRIES = 15
STALLS, AT_MOST = 8, 30
"""So many of so many tries of the bare client; where they are fewer, once more, perhaps at rest."""
PARTITIONS = 30
LONG_ENOUGH = 2.0
"""Seconds; a consumer that hears anything does so within half a second."""


@pytest.fixture(scope="module")
def topic(broker: Broker) -> str:
    """With one message on it; every try reads it in a group of its own."""
    bus = open_bus(broker.url)
    name = f"stall-{uuid4().hex[:8]}"
    bus.ensure_topics({name: TopicSpec(partitions=PARTITIONS)})
    bus.publish([Record(name, "key", b"hello")])
    bus.close()
    return name


def _group() -> str:
    return f"stall-{uuid4().hex[:8]}"


def _hears_bare(broker: Broker, topic: str) -> bool:
    settings = {"group_id": _group(), "auto_offset_reset": "earliest", "enable_auto_commit": False}
    consumer = KafkaConsumer(bootstrap_servers=broker.bootstrap, **settings)
    consumer.subscribe([topic])
    deadline = time.monotonic() + LONG_ENOUGH
    heard = False
    while not heard and time.monotonic() < deadline:
        heard = bool(consumer.poll(timeout_ms=2))
    consumer.close(timeout_ms=1_000)
    return heard


def _stalls(broker: Broker, topic: str) -> int:
    """Up to STALLS; as many tries as that takes, AT_MOST."""
    stalls = tries = 0
    while stalls < STALLS and tries < AT_MOST:
        stalls += not _hears_bare(broker, topic)
        tries += 1
    print(f"bare client: {stalls} of {tries} stalled")
    return stalls


def _hears(bus: KafkaBus, topic: str, seconds: float = 2 * LONG_ENOUGH) -> list[Message]:
    subscription = bus.subscribe(_group(), [topic])
    deadline = time.monotonic() + seconds
    heard: list[Message] = []
    while not heard and time.monotonic() < deadline:
        heard = subscription.poll(0.002)
    subscription.close()
    return heard


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own lower bound for the client's poll is taken away: the other cures must do."""
    monkeypatch.setattr(subscriptions, "_SHORTEST", 0.002)


@pytest.fixture
def bus(broker: Broker) -> Iterator[KafkaBus]:
    bus = KafkaBus(brokers_of(broker.url, NOBODY), QUICK)
    yield bus
    bus.close()


def test_the_bare_client_stalls_and_says_nothing(broker: Broker, topic: str) -> None:
    """Where this fails the client was mended: then the cures below may go."""
    seen = [_stalls(broker, topic)]
    if seen[0] < STALLS:
        seen.append(_stalls(broker, topic))
    assert seen[-1] == STALLS, f"of {AT_MOST} tries each time only {seen} stalled"


def test_ours_hears_its_messages_every_time(bus: KafkaBus, topic: str) -> None:
    assert sum(bool(_hears(bus, topic)) for _ in range(TRIES)) == TRIES


def test_ours_does_so_though_it_polls_as_hastily(bus: KafkaBus, topic: str, hasty: None) -> None:
    assert sum(bool(_hears(bus, topic)) for _ in range(TRIES)) == TRIES


def test_one_that_was_caught_all_the_same_joins_again(
    broker: Broker,
    topic: str,
    hasty: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Without the wait for metadata it stalls as the bare one does; the watch finds it."""
    monkeypatch.setattr(Reader, "_await_metadata", lambda self, seconds: None)
    bus = KafkaBus(brokers_of(broker.url, NOBODY), Timing(session=3.0, silence=3.0, empty=1.0))
    healed = 0
    for _ in range(TRIES):
        assert _hears(bus, topic, seconds=15.0)
        healed += "bus client joins again" in capsys.readouterr().err
        if healed == 3:
            break
    bus.close()
    assert healed
