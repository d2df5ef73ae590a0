"""What only Kafka can do to us: a broker that goes and comes back, and records that others wrote."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from kafka import KafkaAdminClient, KafkaProducer
from kafka import TopicPartition as Lane

from demo.engines.broker import Broker
from plumbing.bus import LIMIT, BusDown, Record, TopicSpec, UnknownTopic
from plumbing.bus.access import NOBODY, Access, brokers_of
from plumbing.bus.kafka_bus import KafkaBus
from plumbing.bus.kafka_client import checksums
from tests.contracts.engines import QUICK
from tests.contracts.reading import hear, settle, values

pytestmark = pytest.mark.kafka


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[Broker]:
    """One that a test may kill."""
    broker = Broker(tmp_path / "kafka").start()
    yield broker
    broker.kill()


@pytest.fixture
def bus(mortal: Broker) -> Iterator[KafkaBus]:
    bus = KafkaBus(brokers_of(mortal.url, NOBODY), QUICK)
    bus.ensure_topics({"t": TopicSpec(partitions=2)})
    yield bus
    bus.close()


def test_a_broker_that_was_killed_comes_back_and_nothing_is_lost(bus: KafkaBus, mortal: Broker) -> None:
    bus.publish([Record("t", "k", b"1")])
    member = bus.subscribe("g", ["t"])
    hear(member, 1)
    mortal.kill()
    with pytest.raises(BusDown):
        bus.publish([Record("t", "k", b"lost only if nobody says it again")])
    assert member.poll(0.2) == []
    with pytest.raises(BusDown):
        bus.lag("g")
    mortal.start()
    bus.publish([Record("t", "k", b"2")])
    assert values(hear(member, 1))[-1] == "2"
    assert sum(bus.lag("g").values()) == 0


def test_a_commit_that_the_broker_missed_is_owed_and_paid_later(bus: KafkaBus, mortal: Broker) -> None:
    bus.publish([Record("t", "k", b"1")])
    member = bus.subscribe("g", ["t"])
    heard = hear(member, 1, commit=False)
    mortal.kill()
    with pytest.raises(BusDown):
        member.commit(heard)
    mortal.start()
    settle([member], 2)
    for message in member.poll(1.0):  # where the group was divided anew meanwhile it comes again
        member.commit([message])
    assert sum(bus.lag("g").values()) == 0


def test_what_others_wrote_without_key_or_sense_is_heard_and_harms_nobody(
    bus: KafkaBus, mortal: Broker
) -> None:
    stranger = KafkaProducer(bootstrap_servers=mortal.bootstrap)
    stranger.send("t", b"\xff", key=b"\xff", headers=[("ce_id", b"\xff")], partition=0).get(5)
    stranger.send("t", None, key=b"tombstone", partition=0).get(5)
    stranger.send("t", b"no key", partition=0).get(5)
    stranger.close()
    heard = hear(bus.subscribe("g", ["t"]), 3)
    assert [message.key for message in heard] == ["\N{REPLACEMENT CHARACTER}", "tombstone", ""]
    assert heard[1].value == b""


def test_what_retention_took_is_nothing_that_a_group_is_behind_by(bus: KafkaBus, mortal: Broker) -> None:
    (at,) = bus.publish([Record("t", "k", b"1")])
    member = bus.subscribe("g", ["t"])
    hear(member, 1)
    member.close()
    bus.publish([Record("t", "k", b"taken"), Record("t", "k", b"taken"), Record("t", "k", b"there")])
    assert sum(bus.lag("g").values()) == 3
    stranger = KafkaAdminClient(bootstrap_servers=mortal.bootstrap)
    stranger.delete_records({Lane("t", at.partition): 3})
    assert sum(bus.lag("g").values()) == 1
    stranger.delete_records({Lane("t", at.partition): 4})
    stranger.close()
    assert sum(bus.lag("g").values()) == 0


def test_a_topic_that_was_never_made_is_told_with_what_to_do(bus: KafkaBus) -> None:
    with pytest.raises(UnknownTopic, match="script/cin bus topics --create"):
        bus.publish([Record("nowhere", "k", b"")])


def test_a_killed_members_successor_of_the_same_name_takes_over_at_once(mortal: Broker) -> None:
    access = Access(member="worker-0")
    first, second = (KafkaBus(brokers_of(mortal.url, access), QUICK) for _ in range(2))
    first.ensure_topics({"t": TopicSpec(partitions=2)})
    settle([first.subscribe("g", ["t"])], 2)
    successor = second.subscribe("g", ["t"])
    successor.poll(1.0)
    assert len(successor.assignment) == 2
    second.close()
    first.close()


def test_a_broker_that_takes_less_than_we_do_does_not_matter_to_topics_of_our_making(tmp_path: Path) -> None:
    broker = Broker(tmp_path / "kafka", settings={"message.max.bytes": "1000"}).start()
    bus = KafkaBus(brokers_of(broker.url, NOBODY), QUICK)
    bus.ensure_topics({"t": TopicSpec(partitions=1)})
    bus.publish([Record("t", "k", b"x" * (LIMIT - 1))])
    bus.close()
    broker.kill()


def test_without_the_c_checksum_it_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checksums, "crc32c_c", None)
    with pytest.raises(ValueError, match="crc32c"):
        KafkaBus(brokers_of("kafka://127.0.0.1:9", NOBODY))
