"""What a member does when its client is told no, or cannot make out a record: nothing is passed over."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from kafka import KafkaProducer

from demo.engines.broker import Broker
from plumbing.bus import Fenced, Message, Record, TopicPartition, TopicSpec
from plumbing.bus.access import NOBODY, brokers_of
from plumbing.bus.kafka_bus import KafkaBus
from plumbing.bus.kafka_subscription import KafkaSubscription
from plumbing.bus.kafka_watch import Watch
from plumbing.bus.kafka_words import Timing
from tests.contracts.engines import QUICK
from tests.contracts.reading import hear, until, values

LANE = TopicPartition("t", 0)
EVERY = datetime.min.replace(tzinfo=UTC)


class _Nobody:
    """A group of which nothing is known."""

    def is_idle(self, member: str) -> bool:
        return True

    def behind(self, lanes: object) -> frozenset[TopicPartition]:
        return frozenset()


class _Client:
    """Reads on from where it is; a commit is refused once, and the partition is kept all the same."""

    member, generation, assignment = "me", 1, frozenset({LANE})
    unreadable: dict[TopicPartition, int] = {}

    def __init__(self, committed: dict[TopicPartition, int], refusals: list[str]) -> None:
        self._committed, self._refusals = committed, refusals
        self._next = committed.get(LANE, 0)
        self.closed = False

    def poll(self, timeout: float, max_records: int) -> list[Message]:
        found = [Message(*LANE, at, "k", b"%d" % at, {}, EVERY) for at in range(self._next, 4)]
        self._next = 4
        return found

    def commit(self, reached: dict[TopicPartition, int]) -> None:
        if self._refusals:
            raise Fenced(self._refusals.pop())
        self._committed.update(reached)

    def seek(self, lane: TopicPartition, offset: int) -> None:
        self._next = offset

    def join_again(self) -> None: ...

    def close(self) -> None:
        self.closed = True


def test_what_was_not_committed_comes_again_though_the_partition_was_kept() -> None:
    committed: dict[TopicPartition, int] = {}
    refusals = ["illegal generation"]
    made: list[_Client] = []

    def join() -> _Client:
        made.append(_Client(committed, refusals))
        return made[-1]

    member = KafkaSubscription("g", join, Watch(_Nobody(), Timing()))
    heard = member.poll(0.1)
    with pytest.raises(Fenced):
        member.commit(heard[:2])
    with pytest.raises(Fenced):
        member.rewind(heard[2])
    assert values(member.poll(0.1)) == ["0", "1", "2", "3"]
    assert [client.closed for client in made] == [True, False]


class _NoText(str):
    """A header's name as another client may write it."""

    def encode(self, *_: str) -> bytes:
        return b"\xff\xfe"


@pytest.fixture
def bus(broker: Broker) -> Iterator[KafkaBus]:
    bus = KafkaBus(brokers_of(broker.url, NOBODY), QUICK)
    yield bus
    bus.close()


@pytest.fixture
def stranger(broker: Broker) -> Iterator[KafkaProducer]:
    producer = KafkaProducer(bootstrap_servers=broker.bootstrap)
    yield producer
    producer.close()


@pytest.mark.kafka
def test_a_record_of_a_year_that_there_is_not_is_heard_like_any_other(
    bus: KafkaBus, stranger: KafkaProducer
) -> None:
    bus.ensure_topics({"of-no-year": TopicSpec(partitions=1)})
    for at in (-5, -(2**62)):
        stranger.send("of-no-year", b"%d" % at, timestamp_ms=at, partition=0).get(10)
    bus.publish([Record("of-no-year", "k", b"ours")])
    heard = hear(bus.subscribe("of-no-year", ["of-no-year"]), 3)
    assert values(heard) == ["-5", str(-(2**62)), "ours"]
    assert [message.at.year for message in heard][:2] == [1969, 1]


@pytest.mark.kafka
def test_a_record_that_the_client_cannot_make_out_is_named_and_stops_no_other_partition(
    bus: KafkaBus, stranger: KafkaProducer
) -> None:
    bus.ensure_topics({"no-text": TopicSpec(partitions=2)})
    stranger.send("no-text", b"before", partition=0).get(10)
    stranger.send("no-text", b"x", headers=[(_NoText("k"), b"v")], partition=0).get(10)
    stranger.send("no-text", b"behind it", partition=0).get(10)
    member = bus.subscribe("no-text", ["no-text"])
    assert values(hear(member, 1)) == ["before"]
    until(lambda: member.poll(0.2) == [] and bool(member.fault), "nothing is said of it")
    assert "no-text/0" in member.fault and "offset 1" in member.fault
    for number in range(3):
        stranger.send("no-text", b"%d" % number, partition=1).get(10)
        assert values(hear(member, 1)) == [str(number)]
        assert member.fault
    assert sum(bus.lag("no-text").values()) == 2
