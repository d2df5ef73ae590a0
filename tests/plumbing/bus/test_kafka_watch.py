"""A client that says nothing is told from one that has nothing to say."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from demo.engines.broker import Broker
from plumbing.bus import BusDown, Message, Record, TopicPartition, TopicSpec
from plumbing.bus.access import NOBODY, brokers_of
from plumbing.bus.kafka_bus import KafkaBus
from plumbing.bus.kafka_client import Reader
from plumbing.bus.kafka_watch import Watch
from plumbing.bus.kafka_words import Timing
from tests.contracts.reading import hear, poll_all, settle, until, values

ONE, TWO = TopicPartition("t", 0), TopicPartition("t", 1)
AT_ONCE = Timing(empty=0.0, still=0.0)


class _Group:
    """What the broker would answer."""

    def __init__(self) -> None:
        self.idle = True
        self.waiting: frozenset[TopicPartition] = frozenset()
        self.down = False

    def is_idle(self, member: str) -> bool:
        if self.down:
            raise BusDown("down")
        return self.idle

    def behind(self, lanes: object) -> frozenset[TopicPartition]:
        if self.down:
            raise BusDown("down")
        return self.waiting


@pytest.fixture
def group() -> _Group:
    return _Group()


def _message(lane: TopicPartition) -> Message:
    return Message(*lane, 0, "k", b"", {}, datetime.now(UTC))


def _still(watch: Watch, looks: int, *heard: TopicPartition) -> bool:
    """Whether any of so many looks found it still, five polls to a look."""
    polls = [watch.is_still({ONE: 0, TWO: 0}, [_message(lane) for lane in heard]) for _ in range(5 * looks)]
    return any(polls)


def test_a_member_without_partitions_is_left_out_where_the_broker_does_not_see_it_so(group: _Group) -> None:
    group.idle = False
    assert Watch(group, AT_ONCE).is_left_out("me", has_some=False)


def test_one_of_more_members_than_partitions_is_left_in_peace(group: _Group) -> None:
    assert not Watch(group, AT_ONCE).is_left_out("me", has_some=False)


def test_a_member_with_partitions_is_not_left_out(group: _Group) -> None:
    group.idle = False
    assert not Watch(group, AT_ONCE).is_left_out("me", has_some=True)


def test_a_member_is_given_its_time_to_be_assigned_some(group: _Group) -> None:
    group.idle = False
    assert not Watch(group, Timing(empty=60.0)).is_left_out("me", has_some=False)


def test_something_is_there_and_nothing_comes(group: _Group) -> None:
    group.waiting = frozenset({ONE})
    assert _still(Watch(group, AT_ONCE), 2)


def test_one_look_is_not_enough_as_it_may_just_have_been_said(group: _Group) -> None:
    group.waiting = frozenset({ONE})
    assert not _still(Watch(group, AT_ONCE), 1)


def test_a_partition_from_which_something_came_is_slow_but_not_still(group: _Group) -> None:
    group.waiting = frozenset({ONE})
    assert not _still(Watch(group, AT_ONCE), 3, ONE)


def test_one_partition_may_be_still_while_another_goes_on(group: _Group) -> None:
    group.waiting = frozenset({ONE, TWO})
    assert _still(Watch(group, AT_ONCE), 2, TWO)


def test_a_broker_that_cannot_be_asked_gives_no_reason_to_begin_anew(group: _Group) -> None:
    group.down = True
    watch = Watch(group, AT_ONCE)
    assert not watch.is_left_out("me", has_some=False)
    assert not _still(watch, 3)


@pytest.fixture
def bus(broker: Broker) -> Iterator[KafkaBus]:
    bus = KafkaBus(brokers_of(broker.url, NOBODY), Timing(session=3.0, silence=3.0, still=0.5))
    yield bus
    bus.close()


@pytest.mark.kafka
def test_a_client_that_has_gone_deaf_is_made_anew_and_nothing_is_missed(bus: KafkaBus) -> None:
    bus.ensure_topics({"deaf": TopicSpec(partitions=2)})
    bus.publish([Record("deaf", "k", b"1")])
    member = bus.subscribe("deaf", ["deaf"])
    hear(member, 1)
    client = member._client
    assert isinstance(client, Reader)
    client._consumer.pause(*client._consumer.assignment())  # the nearest to a fetch that never ends
    bus.publish([Record("deaf", "k", b"2")])
    assert values(hear(member, 1)) == ["2"]
    assert member._client is not client


@pytest.mark.kafka
def test_the_idle_member_of_a_full_group_stays_and_takes_over_later(bus: KafkaBus) -> None:
    bus.ensure_topics({"idle": TopicSpec(partitions=1)})
    working = bus.subscribe("idle", ["idle"])
    settle([working], 1)
    idle = bus.subscribe("idle", ["idle"])

    def joined() -> bool:
        poll_all([working, idle])
        return len(bus.ask(lambda admin: admin.members("idle"))) == 2

    until(joined, "the second never joined")
    (reading, spare) = (working, idle) if working.assignment else (idle, working)
    reading.close()
    settle([spare], 1)
