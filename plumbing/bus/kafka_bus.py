"""Apache Kafka as the bus. Nothing is connected before it is used; who only writes rows needs no broker."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from datetime import datetime
from functools import partial
from threading import Lock
from typing import TypeVar
from weakref import WeakSet

from plumbing.bus import (
    BusDown,
    GroupIsLive,
    NotAllowed,
    Position,
    Record,
    Reset,
    TopicPartition,
    TopicSpec,
    UnknownTopic,
)
from plumbing.bus.access import Brokers
from plumbing.bus.kafka_client import Administration, Reader, Writer, check_checksum
from plumbing.bus.kafka_subscription import KafkaSubscription
from plumbing.bus.kafka_watch import Watch
from plumbing.bus.kafka_words import Timing, TopicSeen, lanes_of, settings_of, too_small
from plumbing.bus.reaching import why_not, why_refused

_T = TypeVar("_T")
_PAUSE = 1.0
"""Seconds in which a broker that did not answer is not asked again."""


class KafkaBus:
    """Raises ValueError where the C checksum is not installed."""

    def __init__(self, brokers: Brokers, timing: Timing | None = None) -> None:
        check_checksum()
        self._brokers = brokers
        self._timing = timing or Timing()
        self._lock = Lock()
        self._asking = Lock()
        self._writer: Writer | None = None
        self._admin: Administration | None = None
        self._down_until, self._down_words = 0.0, ""
        self._known: dict[str, TopicSeen] = {}
        self._interest: dict[str, frozenset[str]] = {}
        self._subscriptions: WeakSet[KafkaSubscription] = WeakSet()

    @property
    def embedded(self) -> bool:
        return False

    def ensure_topics(self, specs: Mapping[str, TopicSpec]) -> None:
        there = self.ask(lambda admin: admin.topics())
        for name, spec in specs.items():
            if name in there and there[name].partitions not in (0, spec.partitions):
                found = there[name].partitions
                raise ValueError(
                    f"topic {name} has {found} partitions, not {spec.partitions}: that number cannot change"
                )
        missing = {name: settings_of(spec) for name, spec in specs.items() if name not in there}
        if missing:
            self.ask(lambda admin: admin.create(missing))

    def publish(self, records: Sequence[Record]) -> list[Position]:
        for record in records:
            record.check()
        if not records:
            return []
        self._look_up({record.topic for record in records}, "WRITE")
        writer = self._the_writer()
        try:
            return writer.write(records)
        except BaseException:  # after one failure a producer may fail for every topic, without an end
            self._abandon(writer)
            raise

    def subscribe(self, group: str, topics: Iterable[str]) -> KafkaSubscription:
        wanted = sorted(set(topics))
        self.has_members(group)  # says at once where the group is not ours
        self._interest[group] = frozenset(wanted)

        def join() -> Reader:
            self._look_up(wanted, "READ")
            try:
                return Reader(self._brokers, group, wanted, self._timing)
            except BusDown:  # a topic that may not be seen any more looks the same: the next try asks
                self._known.clear()
                raise

        subscription = KafkaSubscription(group, join, Watch(_Group(self, group, wanted), self._timing))
        self._subscriptions.add(subscription)
        return subscription

    def lag(self, group: str) -> dict[TopicPartition, int]:
        """Of the topics that it has committed, that its members want, or that were subscribed to here."""
        return self.ask(lambda admin: self._lag(admin, group))

    def reset(self, group: str, topic: str, to: Reset) -> None:
        if isinstance(to, datetime) and to.tzinfo is None:
            raise ValueError("a group is reset to an instant: it needs its time zone")
        self._known.pop(topic, None)
        lanes = lanes_of(self._look_up([topic]))
        live = self.has_members(group)
        wrong = [] if live else self.ask(lambda admin: admin.reset(group, lanes, to))
        if live or "UnknownMemberIdError" in wrong:
            raise GroupIsLive(f"group {group} has members reading: stop them, then reset")
        if wrong:
            raise BusDown(f"group {group} was not reset on {topic}: {', '.join(wrong)}")

    def missing(self, topics: Iterable[str]) -> list[str]:
        there = self.ask(lambda admin: admin.topics())
        return sorted(set(topics) - there.keys())

    def fault(self) -> str | None:
        reason = why_not(self._brokers)
        if reason is None:
            try:
                self.ask(lambda admin: admin.topics([]))
            except (BusDown, NotAllowed):
                reason = why_refused(self._brokers)
        return reason

    def faults(self, groups: Iterable[str], reads: Iterable[str], writes: Iterable[str]) -> list[str]:
        fault = self.fault()
        if fault:
            return [fault]
        attempts: list[Callable[[], object]] = [partial(self._look_up, [name], "READ") for name in reads]
        attempts += [partial(self._look_up, [name], "WRITE") for name in writes]
        attempts += [partial(self.has_members, group) for group in groups]
        found = set()
        for attempt in attempts:
            try:
                attempt()
            except (UnknownTopic, NotAllowed) as error:
                found.add(str(error))
        if not found:
            found.update(too_small(self.ask(lambda admin: admin.limits({*reads, *writes}))))
        return sorted(found)

    def has_members(self, group: str) -> bool:
        return bool(self.ask(lambda admin: admin.members(group)))

    def close(self) -> None:
        for subscription in list(self._subscriptions):
            subscription.close()
        with self._asking, self._lock:
            for client in (self._writer, self._admin):
                if client is not None:
                    _quietly(client.close)
            self._writer = self._admin = None

    def ask(self, question: Callable[[Administration], _T]) -> _T:
        """One question to the brokers; a client that failed is made anew for the next, and nothing is known.

        Whoever waited for their turn meanwhile need not find out for themselves: they are told the same.
        """
        with self._asking:
            if time.monotonic() < self._down_until:
                raise BusDown(self._down_words)
            try:
                self._admin = self._admin or Administration(self._brokers)
                return question(self._admin)
            except BusDown as error:
                if self._admin:
                    _quietly(self._admin.close)
                self._admin = None
                self._known.clear()  # what was asked may have been of a topic that may not be seen any more
                self._down_until, self._down_words = time.monotonic() + _PAUSE, str(error)
                raise

    def _look_up(self, topics: Iterable[str], right: str = "DESCRIBE") -> dict[str, TopicSeen]:
        """Raises UnknownTopic or NotAllowed before anything is done: a client refused once is lost."""
        wanted = set(topics)
        seen = self._see(wanted, lambda names: self.ask(lambda admin: admin.topics(names)))
        for name in sorted(wanted):
            if name not in seen:
                raise UnknownTopic(f"topic {name} is not on this bus: script/cin bus topics --create")
            if seen[name].partitions == 0 or right not in seen[name].may:
                self._known.pop(name, None)
                raise NotAllowed(
                    f"topic {name}: not there, or without the right {right} here: script/cin bus rights"
                )
        return seen

    def _see(
        self, wanted: Set[str], ask: Callable[[list[str]], dict[str, TopicSeen]]
    ) -> dict[str, TopicSeen]:
        """Those that are there. What is known may be forgotten at any moment, by another thread."""
        seen = {name: one for name in wanted if (one := self._known.get(name))}
        if unknown := sorted(wanted - seen.keys()):
            found = ask(unknown)
            self._known.update(found)
            seen |= found
        return seen

    def _lag(self, admin: Administration, group: str) -> dict[TopicPartition, int]:
        committed = admin.committed(group)
        topics = {lane.topic for lane in committed} | self._interest.get(group, frozenset())
        if not topics:
            topics = {topic for member in admin.members(group) for topic in member.topics}
        lanes = lanes_of(self._see(topics, admin.topics))
        if not lanes:
            return {}
        ends = admin.ends(lanes)
        behind = [lane for lane in lanes if ends[lane] > committed.get(lane, 0)]
        starts = admin.ends(behind, first=True) if behind else {}  # retention may have passed what was heard
        return {lane: max(0, ends[lane] - max(starts.get(lane, 0), committed.get(lane, 0))) for lane in lanes}

    def _the_writer(self) -> Writer:
        with self._lock:
            if self._writer is None:
                self._writer = Writer(self._brokers)
            return self._writer

    def _abandon(self, writer: Writer) -> None:
        with self._lock:
            if self._writer is writer:
                self._writer = None
        self._known.clear()
        _quietly(writer.abandon)


class _Group:
    """What a watch asks of one group."""

    def __init__(self, bus: KafkaBus, group: str, topics: Sequence[str]) -> None:
        self._bus = bus
        self._group = group
        self._topics = topics

    def is_idle(self, member: str) -> bool:
        members = self._bus.ask(lambda admin: admin.members(self._group))
        given = {lane for one in members for lane in one.lanes}
        mine = [one.lanes for one in members if one.id == member]
        return mine == [frozenset()] and given.issuperset(lanes_of(self._bus._look_up(self._topics)))

    def behind(self, lanes: Mapping[TopicPartition, int]) -> frozenset[TopicPartition]:
        lag = self._bus.lag(self._group)
        ends = self._bus.ask(lambda admin: admin.ends(lanes))
        ahead = {lane: ends[lane] - at if at >= 0 else lag.get(lane, 0) for lane, at in lanes.items()}
        return frozenset(lane for lane, count in ahead.items() if count > 0)


def _quietly(close: Callable[[], None]) -> None:
    try:
        close()
    except (BusDown, NotAllowed):
        pass  # it is of no use any more, and what matters was said when it failed
