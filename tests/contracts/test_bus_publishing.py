"""What every bus promises to those who publish."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from plumbing.bus import LIMIT, Bus, Record, TooLarge, TopicSpec, UnknownTopic
from plumbing.bus.partitions import partition_of
from tests.contracts.conftest import PARTITIONS
from tests.contracts.engines import Engine
from tests.contracts.reading import hear, say, values


def test_what_is_heard_is_what_was_said(bus: Bus, topic: str, group: str) -> None:
    every_byte = bytes(range(256))
    bus.publish([Record(topic, "schlüssel", every_byte, {"ce_id": "1", "words": "für später"})])
    (message,) = hear(bus.subscribe(group, [topic]), 1)
    assert (message.topic, message.key, message.value) == (topic, "schlüssel", every_byte)
    assert dict(message.headers) == {"ce_id": "1", "words": "für später"}


def test_publish_answers_where_each_record_came_to_lie(bus: Bus, topic: str, group: str) -> None:
    records = [Record(topic, key, key.encode()) for key in ("a", "b", "c", "a")]
    positions = bus.publish(records)
    heard = {tuple(m.lane) + (m.offset,): m.key for m in hear(bus.subscribe(group, [topic]), 4)}
    assert [heard[tuple(position)] for position in positions] == ["a", "b", "c", "a"]


def test_a_key_goes_to_the_partition_that_kafkas_own_client_would_choose(bus: Bus, topic: str) -> None:
    keys = [f"key-{number}" for number in range(50)]
    positions = bus.publish([Record(topic, key, b"") for key in keys])
    assert [p.partition for p in positions] == [partition_of(key, PARTITIONS) for key in keys]


def test_a_message_bears_the_machines_instant_of_its_publishing(bus: Bus, topic: str, group: str) -> None:
    before = datetime.now(UTC) - timedelta(milliseconds=1)
    say(bus, topic, "a", "x")
    (message,) = hear(bus.subscribe(group, [topic]), 1)
    assert before <= message.at <= datetime.now(UTC) + timedelta(milliseconds=1)


def test_order_is_kept_per_key(bus: Bus, topic: str, group: str) -> None:
    for number in range(30):
        bus.publish([Record(topic, key, str(number).encode()) for key in "abcde"])
    heard = hear(bus.subscribe(group, [topic]), 150)
    for key in "abcde":
        assert values(m for m in heard if m.key == key) == [str(n) for n in range(30)]


def test_publishing_threads_lose_nothing_and_keep_each_keys_order(bus: Bus, topic: str, group: str) -> None:
    def publish(key: str) -> None:
        for number in range(40):
            say(bus, topic, key, str(number))

    threads = [Thread(target=publish, args=(key,)) for key in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    heard = hear(bus.subscribe(group, [topic]), 160)
    for key in "abcd":
        assert values(m for m in heard if m.key == key) == [str(n) for n in range(40)]


def test_what_was_published_outlives_the_bus_that_took_it(engine: Engine, topic: str, group: str) -> None:
    first = engine.open()
    say(first, topic, "a", "still here")
    first.close()
    second = engine.open()
    assert values(hear(second.subscribe(group, [topic]), 1)) == ["still here"]


def test_an_unknown_topic_is_refused_and_the_whole_batch_with_it(bus: Bus, topic: str, group: str) -> None:
    with pytest.raises(UnknownTopic, match="nowhere"):
        bus.publish([Record(topic, "a", b"1"), Record("nowhere", "a", b"2")])
    say(bus, topic, "a", "3")
    assert values(hear(bus.subscribe(group, [topic]), 1)) == ["3"]


def test_a_record_over_the_limit_is_refused_and_the_whole_batch_with_it(
    bus: Bus, topic: str, group: str
) -> None:
    with pytest.raises(TooLarge, match=str(LIMIT)):
        bus.publish([Record(topic, "a", b"1"), Record(topic, "a", b"x" * LIMIT)])
    say(bus, topic, "a", "3")
    assert values(hear(bus.subscribe(group, [topic]), 1)) == ["3"]


def test_headers_and_key_count_towards_the_limit(bus: Bus, topic: str) -> None:
    with pytest.raises(TooLarge):
        bus.publish([Record(topic, "a", b"x" * (LIMIT - 5), {"name": "value"})])


def test_a_record_of_exactly_the_limit_goes(bus: Bus, topic: str, group: str) -> None:
    bus.publish([Record(topic, "a", b"x" * (LIMIT - 1))])
    (message,) = hear(bus.subscribe(group, [topic]), 1)
    assert len(message.value) == LIMIT - 1


def test_a_record_without_a_key_is_refused(bus: Bus, topic: str) -> None:
    with pytest.raises(ValueError, match="key"):
        bus.publish([Record(topic, "", b"1")])


def test_publishing_nothing_is_nothing(bus: Bus) -> None:
    assert bus.publish([]) == []


def test_ensuring_a_topic_again_keeps_what_is_on_it(bus: Bus, topic: str, group: str) -> None:
    say(bus, topic, "a", "1")
    bus.ensure_topics({topic: TopicSpec(partitions=PARTITIONS)})
    assert values(hear(bus.subscribe(group, [topic]), 1)) == ["1"]


def test_the_number_of_partitions_cannot_change(bus: Bus, topic: str) -> None:
    with pytest.raises(ValueError, match="partitions"):
        bus.ensure_topics({topic: TopicSpec(partitions=PARTITIONS + 1)})
