"""A relay or a consumer in a process of its own that is killed at a chosen point: run by test_crashes.py.

`python -m tests.plumbing.crashing FOLDER ROLE POINT COUNT`: SIGKILL to itself when POINT is reached the
COUNT-th time; POINT `never` lives until it is told to stop.
"""

import os
import signal
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Event
from typing import Any

from plumbing.bus import Message, Position, Record
from plumbing.bus.log import LogBus
from plumbing.bus.log_subscription import LogSubscription
from plumbing.relay import Relay
from tests.plumbing.conftest import Service, service

SILENCE = 10.0


class FailPoint:
    def __init__(self, name: str, count: int) -> None:
        self._name = name
        self._left = count

    def reach(self, name: str) -> None:
        if name == self._name:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


class CrashingBus(LogBus):
    def __init__(self, path: str, point: FailPoint) -> None:
        super().__init__(path, session=SILENCE)
        self._point = point

    def publish(self, records: Sequence[Record]) -> list[Position]:
        self._point.reach("before publish")
        positions = super().publish(records)
        self._point.reach("published, not marked")
        return positions

    def subscribe(self, group: str, topics: Iterable[str]) -> LogSubscription:
        subscription = super().subscribe(group, topics)
        commit, point = subscription.commit, self._point

        def crashing_commit(messages: Sequence[Message]) -> None:
            point.reach("kept, not committed")
            commit(messages)

        subscription.commit = crashing_commit  # type: ignore[method-assign]  # the point lies between two lines
        return subscription


def main(folder: Path, role: str, name: str, count: int) -> None:
    point = FailPoint(name, count)
    bus = CrashingBus(f"{folder}/bus.db", point)
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    if role == "relay":
        speaker = service("planning", folder, bus)
        Relay("planning", speaker.database, speaker.pipes, bus, lease_seconds=0.5).run(stop)
    else:
        _consume(service("records", folder, bus), point, stop)


def _consume(hearer: Service, point: FailPoint, stop: Event) -> None:
    def keep(session: Any, message: Any, envelope: Any) -> None:
        hearer.keep(session, message, envelope)
        point.reach("within the transaction")

    hearer.consumer(keep).run(stop)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]))
