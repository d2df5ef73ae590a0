"""What every bus promises to groups and their members."""

import time
from threading import Thread, Timer

import pytest

from plumbing.bus import Bus, Record, UnknownTopic
from tests.contracts.conftest import PARTITIONS
from tests.contracts.engines import Engine
from tests.contracts.reading import KEYS, hear, poll_all, say, settle, until, values


def test_a_new_group_starts_at_the_earliest_record(bus: Bus, topic: str, group: str) -> None:
    say(bus, topic, "a", "1", "2")
    assert values(hear(bus.subscribe(group, [topic]), 2)) == ["1", "2"]


def test_every_group_hears_everything(bus: Bus, topic: str, group: str) -> None:
    say(bus, topic, "a", "1", "2")
    for name in (f"{group}-one", f"{group}-two"):
        assert values(hear(bus.subscribe(name, [topic]), 2)) == ["1", "2"]


def test_a_lone_member_has_every_partition_of_its_topics_and_of_no_other(
    bus: Bus, topic: str, group: str
) -> None:
    member = bus.subscribe(group, [topic])
    settle([member], PARTITIONS)
    assert {lane.topic for lane in member.assignment} == {topic}


def test_one_member_reads_several_topics(bus: Bus, topic: str, group: str, other: str) -> None:
    say(bus, topic, "a", "1")
    say(bus, other, "a", "2")
    assert sorted(values(hear(bus.subscribe(group, [topic, other]), 2))) == ["1", "2"]


def test_subscribing_to_an_unknown_topic_is_refused_at_once(bus: Bus, topic: str, group: str) -> None:
    with pytest.raises(UnknownTopic, match="nowhere"):
        bus.subscribe(group, [topic, "nowhere"])


def test_poll_returns_soon_after_something_is_said(bus: Bus, topic: str, group: str) -> None:
    member = bus.subscribe(group, [topic])
    settle([member], PARTITIONS)
    Timer(0.3, lambda: say(bus, topic, "a", "now")).start()
    started = time.monotonic()
    assert values(member.poll(10)) == ["now"]
    assert time.monotonic() - started < 2


def test_poll_returns_nothing_when_its_time_is_up(bus: Bus, topic: str, group: str) -> None:
    member = bus.subscribe(group, [topic])
    settle([member], PARTITIONS)
    started = time.monotonic()
    assert member.poll(0.3) == []
    assert 0.25 < time.monotonic() - started < 2


def test_a_poll_is_never_larger_than_asked_and_the_rest_follows(bus: Bus, topic: str, group: str) -> None:
    say(bus, topic, "a", *[str(n) for n in range(25)])
    member = bus.subscribe(group, [topic])
    heard: list[str] = []
    while len(heard) < 25:
        messages = member.poll(5, max_records=10)
        assert 0 < len(messages) <= 10
        heard += values(messages)
    assert heard == [str(n) for n in range(25)]


def test_a_full_partition_does_not_starve_the_others(bus: Bus, topic: str, group: str) -> None:
    say(bus, topic, "a", *["x" * 2_000] * 200)
    bus.publish([Record(topic, key, b"other") for key in KEYS])
    member = bus.subscribe(group, [topic])
    polled = [message for _ in range(8) for message in member.poll(2, max_records=10)]
    assert "other" in values(polled)


def test_what_was_committed_does_not_come_again_after_a_restart(
    engine: Engine, topic: str, group: str
) -> None:
    first = engine.open()
    say(first, topic, "a", "1", "2")
    member = first.subscribe(group, [topic])
    hear(member, 2)
    member.close()
    first.close()
    second = engine.open()
    say(second, topic, "a", "3")
    assert values(hear(second.subscribe(group, [topic]), 1)) == ["3"]


def test_what_was_not_committed_comes_again_after_a_restart(bus: Bus, topic: str, group: str) -> None:
    say(bus, topic, "a", "1", "2", "3")
    member = bus.subscribe(group, [topic])
    heard = hear(member, 3, commit=False)
    member.commit(heard[:1])
    member.close()
    assert values(hear(bus.subscribe(group, [topic]), 2)) == ["2", "3"]


def test_two_members_divide_the_partitions_and_each_message_is_heard_once(
    bus: Bus, topic: str, group: str
) -> None:
    members = [bus.subscribe(group, [topic]) for _ in range(2)]
    settle(members, PARTITIONS)
    bus.publish([Record(topic, key, key.encode()) for key in KEYS])
    heard: list[str] = []

    def all_heard() -> bool:
        for member in members:
            messages = member.poll(0.1)
            member.commit(messages)
            heard.extend(values(messages))
        return len(heard) >= len(KEYS)

    until(all_heard, "not everything was heard")
    assert sorted(heard) == sorted(KEYS)


def test_more_members_than_partitions_leave_some_idle_and_none_doubled(
    bus: Bus, topic: str, group: str
) -> None:
    members = [bus.subscribe(group, [topic]) for _ in range(PARTITIONS + 2)]

    def divided() -> bool:
        poll_all(members)
        held = [lane for member in members for lane in member.assignment]
        return len(held) == len(set(held)) == PARTITIONS

    until(divided, "the partitions were not divided")


def test_a_member_that_leaves_hands_its_partitions_over_at_once(bus: Bus, topic: str, group: str) -> None:
    stays, leaves = bus.subscribe(group, [topic]), bus.subscribe(group, [topic])
    settle([stays, leaves], PARTITIONS)
    leaves.close()
    settle([stays], PARTITIONS)
    bus.publish([Record(topic, key, key.encode()) for key in KEYS])
    assert sorted(values(hear(stays, len(KEYS)))) == sorted(KEYS)


def test_closing_twice_is_harmless(bus: Bus, topic: str, group: str) -> None:
    member = bus.subscribe(group, [topic])
    member.close()
    member.close()


def test_a_member_that_falls_silent_loses_its_partitions(
    bus: Bus, engine: Engine, topic: str, group: str
) -> None:
    awake, silent = bus.subscribe(group, [topic]), bus.subscribe(group, [topic])
    settle([awake, silent], PARTITIONS)
    started = time.monotonic()
    settle([awake], PARTITIONS)
    assert time.monotonic() - started > engine.silence / 3


def test_polling_keeps_a_member_in_its_group_though_nothing_is_said(
    bus: Bus, engine: Engine, topic: str, group: str
) -> None:
    members = [bus.subscribe(group, [topic]) for _ in range(2)]
    settle(members, PARTITIONS)
    before = [member.assignment for member in members]
    threads = [Thread(target=member.poll, args=(engine.silence * 3,)) for member in members]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [member.assignment for member in members] == before


def test_a_member_that_was_dropped_finds_back_by_polling(
    bus: Bus, engine: Engine, topic: str, group: str
) -> None:
    awake, sleepy = bus.subscribe(group, [topic]), bus.subscribe(group, [topic])
    settle([awake, sleepy], PARTITIONS)
    settle([awake], PARTITIONS)
    settle([awake, sleepy], PARTITIONS)


def test_a_commit_of_one_partition_leaves_the_others_uncommitted(bus: Bus, topic: str, group: str) -> None:
    bus.publish([Record(topic, key, key.encode()) for key in KEYS])
    member = bus.subscribe(group, [topic])
    heard = hear(member, len(KEYS), commit=False)
    lane = heard[0].lane
    member.commit([message for message in heard if message.lane == lane])
    behind = bus.lag(group)
    assert behind[lane] == 0
    assert sum(behind.values()) == sum(1 for message in heard if message.lane != lane)
