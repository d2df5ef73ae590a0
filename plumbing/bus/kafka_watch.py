"""Tells a client that has nothing to do from one that has fallen silent, which says nothing of it itself."""

import time
from collections.abc import Iterable, Mapping
from typing import Protocol

from plumbing.bus import BusDown, Message, NotAllowed, TopicPartition
from plumbing.bus.kafka_words import Timing

_POLLS = 5
"""Polls between two looks: a thread that came back late has not given its client a chance yet."""


class Group(Protocol):
    """What the watch asks the broker."""

    def is_idle(self, member: str) -> bool:
        """It is one of the group, was given no partition, and there is none that nobody has."""

    def behind(self, lanes: Mapping[TopicPartition, int]) -> frozenset[TopicPartition]:
        """Those with something beyond the offset named; below 0 stands for what was committed."""


class Watch:
    """For one subscription. Where the broker cannot be asked, all is well as far as we know."""

    def __init__(self, group: Group, timing: Timing) -> None:
        self._group = group
        self._timing = timing
        self.begin_anew()

    def begin_anew(self) -> None:
        now = time.monotonic()
        self._empty_until = now + self._timing.empty
        self._look_due = now + self._timing.still
        self._waiting: frozenset[TopicPartition] = frozenset()
        self._heard: set[TopicPartition] = set()
        self._polls = 0

    def is_left_out(self, member: str, has_some: bool) -> bool:
        """No partition for a while, and the broker does not see it so: the client lost what it was told."""
        now = time.monotonic()
        if has_some:
            self._empty_until = now + self._timing.empty
            return False
        if now < self._empty_until:
            return False
        self._empty_until = now + self._timing.empty
        try:
            return not self._group.is_idle(member)
        except (BusDown, NotAllowed):
            return False

    def is_still(self, positions: Mapping[TopicPartition, int], messages: Iterable[Message]) -> bool:
        """Something is there, as it was at the look before, and nothing has come of it."""
        self._heard.update(message.lane for message in messages)
        self._polls += 1
        if time.monotonic() < self._look_due or self._polls < _POLLS or not positions:
            return False
        waited = self._waiting - self._heard
        try:
            waiting = self._group.behind(positions)
        except (BusDown, NotAllowed):
            waiting = frozenset()
        self.begin_anew()
        self._waiting = waiting
        return bool(waited & waiting)
