"""What every bus promises when partitions change hands, and when a member goes back."""

import time

import pytest

from plumbing.bus import Bus, Fenced, Record
from tests.contracts.conftest import PARTITIONS
from tests.contracts.engines import Engine
from tests.contracts.reading import KEYS, hear, say, settle, values


def test_a_commit_for_a_lost_partition_is_fenced_and_changes_nothing(
    bus: Bus, engine: Engine, topic: str, group: str
) -> None:
    bus.publish([Record(topic, key, key.encode()) for key in KEYS])
    slow = bus.subscribe(group, [topic])
    heard = hear(slow, len(KEYS), commit=False)
    other = bus.subscribe(group, [topic])
    time.sleep(engine.silence * 1.5)
    settle([other], PARTITIONS)
    with pytest.raises(Fenced):
        slow.commit(heard)
    assert sum(bus.lag(group).values()) == len(KEYS)


def test_a_commit_for_a_partition_handed_over_in_good_order_is_fenced_too(
    bus: Bus, topic: str, group: str
) -> None:
    bus.publish([Record(topic, key, key.encode()) for key in KEYS])
    first = bus.subscribe(group, [topic])
    heard = hear(first, len(KEYS), commit=False)
    second = bus.subscribe(group, [topic])
    settle([first, second], PARTITIONS)
    with pytest.raises(Fenced):
        first.commit(heard)
    assert sum(bus.lag(group).values()) == len(KEYS)


def test_what_a_fenced_member_could_not_commit_is_heard_by_the_new_owner(
    bus: Bus, engine: Engine, topic: str, group: str
) -> None:
    bus.publish([Record(topic, key, key.encode()) for key in KEYS])
    slow = bus.subscribe(group, [topic])
    hear(slow, len(KEYS), commit=False)
    other = bus.subscribe(group, [topic])
    time.sleep(engine.silence * 1.5)
    assert sorted(values(hear(other, len(KEYS)))) == sorted(KEYS)


def test_a_fenced_member_goes_on_with_its_next_poll(bus: Bus, engine: Engine, topic: str, group: str) -> None:
    say(bus, topic, "a", "1")
    slow = bus.subscribe(group, [topic])
    heard = hear(slow, 1, commit=False)
    other = bus.subscribe(group, [topic])
    time.sleep(engine.silence * 1.5)
    settle([other], PARTITIONS)
    with pytest.raises(Fenced):
        slow.commit(heard)
    other.close()
    assert values(hear(slow, 1)) == ["1"]


def test_rewind_brings_a_message_again_and_what_follows_it(bus: Bus, topic: str, group: str) -> None:
    say(bus, topic, "a", "1", "2", "3")
    member = bus.subscribe(group, [topic])
    heard = hear(member, 3, commit=False)
    member.rewind(heard[1])
    assert values(hear(member, 2, commit=False)) == ["2", "3"]


def test_rewind_leaves_the_other_partitions_where_they_are(bus: Bus, topic: str, group: str) -> None:
    bus.publish([Record(topic, key, key.encode()) for key in KEYS])
    member = bus.subscribe(group, [topic])
    heard = hear(member, len(KEYS), commit=False)
    member.rewind(heard[0])
    again = hear(member, 1, commit=False) + member.poll(0.5)
    assert {message.lane for message in again} == {heard[0].lane}


def test_rewinding_somebody_elses_partition_is_fenced(bus: Bus, topic: str, group: str, other: str) -> None:
    say(bus, topic, "a", "1")
    (message,) = hear(bus.subscribe(f"{group}-one", [topic]), 1)
    stranger = bus.subscribe(f"{group}-two", [other])
    stranger.poll(0.1)
    with pytest.raises(Fenced):
        stranger.rewind(message)
