"""The one door to kafka-python: its clients, with what we learnt of each, in this bus's own words.

Constructors wait for a broker and their threads do not outlive a fork: build them only where work is done.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any, TypeVar

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, errors
from kafka import TopicPartition as Lane
from kafka.admin import ConfigResource, ConfigResourceType, OffsetSpec, OffsetTimestamp
from kafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
from kafka.net.compat import KafkaNetClient
from kafka.record import util as checksums
from kafka.structs import OffsetAndMetadata

from plumbing.bus import (
    BusDown,
    Fenced,
    Message,
    NotAllowed,
    Position,
    Record,
    Reset,
    TooLarge,
    TopicPartition,
)
from plumbing.bus import kafka_words as words
from plumbing.bus.access import Brokers
from plumbing.bus.kafka_made import made
from plumbing.bus.kafka_words import Member, Timing, TopicSeen

logging.getLogger("kafka").setLevel(logging.CRITICAL)  # a line for each try, with addresses; we say it once

_T = TypeVar("_T")
_OF_THE_GROUP = (errors.IllegalGenerationError, errors.UnknownMemberIdError)
_LOST = (errors.CommitFailedError, errors.RebalanceInProgressError, *_OF_THE_GROUP)
_REFUSED = (errors.AuthorizationError, errors.SaslAuthenticationFailedError, errors.FencedInstanceIdError)
_ACKNOWLEDGED = 20.0
"""Seconds for a batch; longer than a leader's election, shorter than what a supervisor calls stuck."""
_ANSWERED = 5_000


def check_checksum() -> None:
    """Without the C checksum everything is ten times slower, and nobody is told. Raises ValueError."""
    if checksums.crc32c_c is None:
        raise ValueError("the bus: the crc32c package is missing or broken; install kafka-python[crc32c]")


@contextmanager
def in_our_words(what: str) -> Iterator[None]:
    try:
        yield
    except _LOST as error:
        raise Fenced(f"{what}: the group was divided anew ({type(error).__name__})") from error
    except _REFUSED as error:
        raise NotAllowed(f"{what}: {words.refusal(error)}") from error
    except errors.MessageSizeTooLargeError as error:
        raise TooLarge(f"{what}: it is too large, set {words.LIMIT_OF_A_TOPIC} to {words.LARGEST}") from error
    except errors.KafkaError as error:
        raise BusDown(f"{what}: {type(error).__name__}") from error


def _ask(what: str, question: Callable[[], _T]) -> _T:
    """Asks again for a while: a broker that has just started does not know its groups yet."""
    deadline = time.monotonic() + _ANSWERED / 1000
    with in_our_words(what):
        while True:
            try:
                return question()
            except errors.KafkaError as error:
                if not error.retriable or time.monotonic() > deadline:
                    raise
            time.sleep(0.1)


class Writer:
    """A producer. One of its records failing means: abandon it and make another."""

    def __init__(self, brokers: Brokers) -> None:
        with in_our_words("the bus cannot be reached"):
            self._producer = made(KafkaProducer, KafkaNetClient, **words.options_of_writer(brokers))

    def write(self, records: Sequence[Record]) -> list[Position]:
        deadline = time.monotonic() + _ACKNOWLEDGED
        topics = ", ".join(sorted({record.topic for record in records}))
        with in_our_words(f"topic {topics}: the bus does not take what is said"):
            sent = [self._send(record) for record in records]
            found = [future.get(timeout=max(0.0, deadline - time.monotonic())) for future in sent]
        return [Position(one.topic, one.partition, one.offset) for one in found]

    def abandon(self) -> None:
        """Nothing more leaves from here. A later batch must not get out when an earlier one has failed.

        The public close() waits for what is under way, and where that does not come it leaves the sender
        running; so the sender itself is told first.
        """
        self._producer._sender.force_close()
        self.close()

    def close(self) -> None:
        with in_our_words("closing"):
            self._producer.close(timeout=3)

    def _send(self, record: Record) -> Any:
        headers = [(name, value.encode()) for name, value in record.headers.items()]
        return self._producer.send(record.topic, record.value, record.key.encode(), headers)


class Reader:
    """A consumer in a group; used by one thread. It has no rebalance listener: those stalled partitions."""

    def __init__(self, brokers: Brokers, group: str, topics: Sequence[str], timing: Timing) -> None:
        self._topics = list(topics)
        self.unreadable: dict[TopicPartition, int] = {}  # at which offset: nothing more is read of these
        settings = words.options_of_reader(brokers, group, timing, RoundRobinPartitionAssignor)
        with in_our_words(f"group {group} cannot be joined"):
            self._consumer = made(KafkaConsumer, KafkaNetClient, **settings)
            try:
                self._consumer.subscribe(self._topics)
                self._await_metadata(timing.metadata)
            except BaseException:
                self.close()
                raise

    def _await_metadata(self, seconds: float) -> None:
        """A poll before this joins with no partitions, and the joining anew that follows may get lost.

        The public partitions_for_topic() asks without an end where the broker has gone meanwhile.
        """
        deadline = time.monotonic() + seconds
        known = self._consumer._cluster.partitions_for_topic
        while not all(known(topic) for topic in self._topics):
            if time.monotonic() > deadline:
                raise errors.KafkaTimeoutError("no metadata of the topics")
            time.sleep(0.01)

    @property
    def member(self) -> str:
        """Its id in the group, as the broker gave it."""
        return str(self._consumer.group_metadata().member_id)

    @property
    def generation(self) -> int:
        """Which division of the group this is; each is larger than the one before."""
        return int(self._consumer.group_metadata().generation_id)

    @property
    def assignment(self) -> frozenset[TopicPartition]:
        return frozenset(TopicPartition(*lane) for lane in self._consumer.assignment())

    def poll(self, timeout: float, max_records: int) -> list[Message]:
        try:
            with in_our_words("the bus cannot be read"):
                found = self._consumer.poll(timeout_ms=int(timeout * 1000), max_records=max_records)
        except BusDown as error:
            if not isinstance(error.__cause__, errors.CorruptRecordError) or not self._pass_over():
                raise
            return []
        return [words.message_of(record) for records in found.values() for record in records]

    def _pass_over(self) -> bool:
        """The partition of which the client cannot make out a record, so that the others go on."""
        if (stuck := self._consumer._fetcher._next_partition_records) is not None:
            self.unreadable[TopicPartition(*stuck.topic_partition)] = int(stuck.next_fetch_offset)
            self._consumer.pause(stuck.topic_partition)
        return stuck is not None

    def commit(self, reached: Mapping[TopicPartition, int]) -> None:
        offsets = {Lane(*lane): OffsetAndMetadata(offset, "", -1) for lane, offset in reached.items()}
        with in_our_words("the bus does not take what was handled"):
            self._consumer.commit(offsets, timeout_ms=_ANSWERED)

    def seek(self, lane: TopicPartition, offset: int) -> None:
        try:
            self._consumer.seek(Lane(*lane), offset)
        except errors.IllegalStateError as error:
            raise Fenced(f"{lane.topic}/{lane.partition} is not this member's") from error

    def join_again(self) -> None:
        with in_our_words("the group cannot be joined again"):
            self._consumer.unsubscribe()
            self._consumer.subscribe(self._topics)

    def close(self) -> None:
        with in_our_words("closing"):
            self._consumer.close(autocommit=False, timeout_ms=3_000)


class Administration:
    """Asks about topics and groups, and changes them. Used by one thread at a time."""

    def __init__(self, brokers: Brokers) -> None:
        with in_our_words("the bus cannot be reached"):
            self._admin = made(KafkaAdminClient, KafkaNetClient, **words.options(brokers))

    def topics(self, names: Iterable[str] | None = None) -> dict[str, TopicSeen]:
        """Those that are there, or all. One that may not be seen looks as if it had no partitions."""
        wanted = None if names is None else sorted(set(names))
        seen = {}
        for topic in _ask("topics cannot be listed", lambda: self._admin.describe_topics(wanted)):
            if topic["error_code"] in (0, errors.TopicAuthorizationFailedError.errno):
                seen[str(topic["name"])] = words.seen_of(topic)
        return seen

    def limits(self, names: Iterable[str]) -> dict[str, int]:
        """Bytes that each takes at once; those left out may not be looked at (DESCRIBE_CONFIGS)."""
        setting = {words.LIMIT_OF_A_TOPIC: None}
        wanted = [ConfigResource(ConfigResourceType.TOPIC, name, dict(setting)) for name in names]
        found = _ask("settings of topics", lambda: self._admin.describe_configs(wanted, config_filter="all"))
        return words.limits_of(found.get("topic", {}))

    def create(self, topics: Mapping[str, Mapping[str, Any]]) -> None:
        with in_our_words("topics cannot be created"):
            with suppress(errors.TopicAlreadyExistsError):  # another was quicker
                self._admin.create_topics(dict(topics))
            self._admin.wait_for_topics(list(topics))

    def ends(self, lanes: Iterable[TopicPartition], first: bool = False) -> dict[TopicPartition, int]:
        """Where the next record will lie; `first`: where the oldest one does."""
        wanted = {Lane(*lane): OffsetSpec.EARLIEST if first else OffsetSpec.LATEST for lane in lanes}
        found = _ask("offsets cannot be listed", lambda: self._admin.list_partition_offsets(wanted))
        return {TopicPartition(*lane): int(one.offset) for lane, one in found.items()}

    def committed(self, group: str) -> dict[TopicPartition, int]:
        found = _ask(f"group {group}", lambda: self._admin.list_group_offsets({group: None}))[group]
        return {TopicPartition(*lane): int(one.offset) for lane, one in found.items() if one.offset >= 0}

    def members(self, group: str) -> list[Member]:
        found = _ask(f"group {group}", lambda: self._admin.describe_groups([group]))[group]
        if found["error"] and "Authorization" in found["error"]:
            raise NotAllowed(f"group {group}: this user lacks the right READ: script/cin bus rights")
        return [words.member_of(one) for one in found["members"]]

    def reset(self, group: str, lanes: Iterable[TopicPartition], to: Reset) -> list[str]:
        """The names of what went wrong; the call itself raises nothing where members live."""
        spec = {"earliest": OffsetSpec.EARLIEST, "latest": OffsetSpec.LATEST}.get(str(to))
        if isinstance(to, datetime):
            spec = OffsetTimestamp(to.timestamp() * 1000)
        wanted = {Lane(*lane): spec for lane in lanes}
        found = _ask(f"group {group}", lambda: self._admin.reset_group_offsets(group, dict(wanted)))
        wrong = [entry["error"] for entry in found.values() if entry["error"] is not errors.NoError]
        return sorted({error.__name__ for error in wrong})

    def close(self) -> None:
        self._admin.close()
