"""What one thread knows of topics holds for what it does, whatever another forgets meanwhile."""

import pytest

from plumbing.bus import BusDown, Record, TopicPartition
from plumbing.bus.access import NOBODY, brokers_of
from plumbing.bus.kafka_bus import KafkaBus
from plumbing.bus.kafka_words import TopicSeen

MAY = frozenset({"DESCRIBE", "READ", "WRITE"})


class _Writer:
    """Takes everything, or nothing."""

    def __init__(self) -> None:
        self.taken: list[Record] = []
        self.down = False

    def write(self, records) -> list:
        if self.down:
            raise BusDown("down")
        self.taken += records
        return []

    def abandon(self) -> None:
        pass


class _Administration:
    """Two topics. While it is asked about one, another thread fails to publish, and all is forgotten."""

    def __init__(self, bus: KafkaBus) -> None:
        self._bus = bus
        self.asked: list[list[str]] = []
        self.disturbed = False

    def topics(self, names) -> dict[str, TopicSeen]:
        self.asked.append(list(names))
        if self.disturbed:
            self._bus._abandon(_Writer())
        return {name: TopicSeen(1, MAY) for name in names}

    def committed(self, group: str) -> dict[TopicPartition, int]:
        return {TopicPartition("a", 0): 2, TopicPartition("b", 0): 2}

    def ends(self, lanes, first: bool = False) -> dict[TopicPartition, int]:
        return dict.fromkeys(lanes, 0 if first else 5)


@pytest.fixture
def bus() -> KafkaBus:
    return KafkaBus(brokers_of("kafka://127.0.0.1:9", NOBODY))


@pytest.fixture
def administration(bus: KafkaBus) -> _Administration:
    """It was asked about `a` already; from now on it is disturbed."""
    bus._admin = administration = _Administration(bus)
    bus._writer = _Writer()
    bus.publish([Record("a", "k", b"")])
    administration.disturbed = True
    return administration


def test_what_is_published_goes_though_another_thread_forgets_its_topics(bus, administration) -> None:
    bus.publish([Record("a", "k", b"1"), Record("b", "k", b"2")])
    assert [record.value for record in bus._writer.taken] == [b"", b"1", b"2"]
    assert administration.asked == [["a"], ["b"]]


def test_a_lag_names_all_topics_though_another_thread_forgets_them(bus, administration) -> None:
    assert bus.lag("g") == {TopicPartition("a", 0): 3, TopicPartition("b", 0): 3}
    assert administration.asked == [["a"], ["b"]]


def test_after_a_failure_topics_are_looked_up_anew(bus, administration) -> None:
    administration.disturbed, bus._writer.down = False, True
    with pytest.raises(BusDown):
        bus.publish([Record("a", "k", b"1")])
    bus._writer = _Writer()
    bus.publish([Record("a", "k", b"1")])
    assert administration.asked == [["a"], ["a"]]
