"""The engines that the bus contract holds for; a further one is a class here and a line in conftest.py."""

from pathlib import Path
from typing import Protocol

from demo.engines.broker import Broker
from plumbing.bus import Bus
from plumbing.bus.access import NOBODY, brokers_of
from plumbing.bus.kafka_bus import KafkaBus
from plumbing.bus.kafka_words import Timing
from plumbing.bus.log import LogBus

QUICK = Timing(session=3.0, silence=3.0)
"""Of Kafka's members in tests."""


class Engine(Protocol):
    """`silence`: seconds after which a member that does not poll is out, kept short here."""

    silence: float

    def open(self) -> Bus:
        """One more handle on the same bus, as another process would have it."""


class LogEngine:
    silence = 0.6

    def __init__(self, folder: Path) -> None:
        self._path = str(folder / "bus.db")

    def open(self) -> Bus:
        return LogBus(self._path, session=self.silence)


class KafkaEngine:
    silence = QUICK.silence

    def __init__(self, broker: Broker) -> None:
        self._url = broker.url
        self._opened: list[Bus] = []

    def open(self) -> Bus:
        self._opened.append(KafkaBus(brokers_of(self._url, NOBODY), QUICK))
        return self._opened[-1]

    def close(self) -> None:
        """Members that a test left behind would go on beating."""
        for bus in self._opened:
            bus.close()
