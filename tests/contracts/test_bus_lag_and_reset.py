"""What every bus promises to those who watch a group and set it back."""

import time
from datetime import UTC, datetime

import pytest

from plumbing.bus import Bus, GroupIsLive, UnknownTopic
from tests.contracts.conftest import PARTITIONS
from tests.contracts.reading import hear, say, values


def _read_and_leave(bus: Bus, group: str, topic: str, count: int) -> None:
    member = bus.subscribe(group, [topic])
    hear(member, count)
    member.close()


def test_a_group_that_never_committed_is_behind_by_everything(bus: Bus, topic: str, group: str) -> None:
    say(bus, topic, "a", "1", "2", "3")
    member = bus.subscribe(group, [topic])
    hear(member, 3, commit=False)
    assert sum(bus.lag(group).values()) == 3


def test_a_group_that_committed_all_is_behind_by_nothing(bus: Bus, topic: str, group: str) -> None:
    say(bus, topic, "a", "1", "2", "3")
    member = bus.subscribe(group, [topic])
    hear(member, 3)
    assert set(bus.lag(group).values()) == {0}


def test_lag_grows_with_what_is_said_while_nobody_listens(bus: Bus, topic: str, group: str) -> None:
    say(bus, topic, "a", "1")
    _read_and_leave(bus, group, topic, 1)
    say(bus, topic, "a", "2", "3")
    assert sum(bus.lag(group).values()) == 2


def test_lag_names_each_partition_of_the_groups_topics(bus: Bus, topic: str, group: str) -> None:
    say(bus, topic, "a", "1")
    _read_and_leave(bus, group, topic, 1)
    assert {lane.topic for lane in bus.lag(group)} == {topic}
    assert len(bus.lag(group)) == PARTITIONS


def test_reset_to_earliest_brings_everything_again(bus: Bus, topic: str, group: str) -> None:
    say(bus, topic, "a", "1", "2")
    _read_and_leave(bus, group, topic, 2)
    bus.reset(group, topic, "earliest")
    assert values(hear(bus.subscribe(group, [topic]), 2)) == ["1", "2"]


def test_reset_to_latest_passes_over_what_is_there(bus: Bus, topic: str, group: str) -> None:
    say(bus, topic, "a", "1", "2")
    bus.reset(group, topic, "latest")
    say(bus, topic, "a", "3")
    assert values(hear(bus.subscribe(group, [topic]), 1)) == ["3"]


def test_reset_to_an_instant_starts_at_the_first_record_since(bus: Bus, topic: str, group: str) -> None:
    say(bus, topic, "a", "1")
    time.sleep(0.05)
    since = datetime.now(UTC)
    time.sleep(0.05)
    say(bus, topic, "a", "2")
    _read_and_leave(bus, group, topic, 2)
    bus.reset(group, topic, since)
    assert values(hear(bus.subscribe(group, [topic]), 1)) == ["2"]


def test_reset_to_an_instant_after_the_last_record_is_the_same_as_latest(
    bus: Bus, topic: str, group: str
) -> None:
    say(bus, topic, "a", "1")
    time.sleep(0.05)
    bus.reset(group, topic, datetime.now(UTC))
    say(bus, topic, "a", "2")
    assert values(hear(bus.subscribe(group, [topic]), 1)) == ["2"]


def test_an_instant_without_a_time_zone_is_refused(bus: Bus, topic: str, group: str) -> None:
    with pytest.raises(ValueError, match="time zone"):
        bus.reset(group, topic, datetime(2027, 1, 6))


def test_reset_is_refused_while_a_member_reads(bus: Bus, topic: str, group: str) -> None:
    say(bus, topic, "a", "1")
    member = bus.subscribe(group, [topic])
    hear(member, 1)
    with pytest.raises(GroupIsLive, match="stop them"):
        bus.reset(group, topic, "earliest")
    assert sum(bus.lag(group).values()) == 0


def test_reset_of_an_unknown_topic_is_refused(bus: Bus, group: str) -> None:
    with pytest.raises(UnknownTopic, match="nowhere"):
        bus.reset(group, "nowhere", "earliest")
