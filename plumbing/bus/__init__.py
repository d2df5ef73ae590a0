"""The bus: ten methods that the SQLite log and Kafka both keep.

At least once; in order per topic and key; a new group starts at the earliest record; a commit names what was
handled, and is refused with Fenced when the partition has gone to another member meanwhile.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, Protocol

from plumbing.bus.access import NOBODY, Access, brokers_of, wrong

LIMIT = 1_000_000
"""Bytes that one record may weigh, on either engine."""
Reset = Literal["earliest", "latest"] | datetime


class UnknownTopic(Exception):
    """No such topic on this bus: ensure_topics was not run, or the name is wrong."""


class TooLarge(Exception):
    """The record weighs more than LIMIT: a topic carries ids, not documents."""


class Fenced(Exception):
    """The partition is another member's now: drop the batch and poll again."""


class BusDown(ConnectionError):
    """The bus cannot be reached or does not answer in time: nothing is lost, try again."""


class NotAllowed(Exception):
    """The broker refuses: the password is wrong, or this user has not the right. Names the topic or group."""


class GroupIsLive(Exception):
    """A group cannot be reset while members of it are reading: stop them first."""


class TopicPartition(NamedTuple):
    topic: str
    partition: int


class Position(NamedTuple):
    """Where a record came to lie."""

    topic: str
    partition: int
    offset: int


@dataclass(frozen=True)
class TopicSpec:
    """The number of partitions never changes: that would send a key's next record elsewhere."""

    partitions: int = 6
    kept: timedelta = timedelta(days=30)


@dataclass(frozen=True)
class Record:
    """What is published."""

    topic: str
    key: str
    value: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes, as both engines count them."""
        headers = sum(len(name.encode()) + len(value.encode()) for name, value in self.headers.items())
        return len(self.key.encode()) + len(self.value) + headers

    def check(self) -> None:
        """Raises TooLarge, or ValueError where the key is missing."""
        if not self.key:
            raise ValueError(f"a record for {self.topic} has no key: it needs one to keep its order")
        if self.size > LIMIT:
            raise TooLarge(f"a record of {self.size} bytes for {self.topic}: {LIMIT} is the limit")


@dataclass(frozen=True)
class Message:
    """What is heard. `at` is the machine clock's instant at which it was published."""

    topic: str
    partition: int
    offset: int
    key: str
    value: bytes
    headers: Mapping[str, str]
    at: datetime

    @property
    def lane(self) -> TopicPartition:
        return TopicPartition(self.topic, self.partition)


class Subscription(Protocol):
    """One member of a group; used by one thread."""

    def poll(self, timeout: float, max_records: int = 100) -> list[Message]:
        """What is new, waiting up to `timeout` seconds; calling it often keeps the member in its group."""

    def commit(self, messages: Sequence[Message]) -> None:
        """These are handled. Raises Fenced, and then nothing is committed."""

    def rewind(self, message: Message) -> None:
        """The next poll returns this message again, and what follows it in its partition."""

    def close(self) -> None:
        """Leave the group; others take over at once."""

    @property
    def assignment(self) -> frozenset[TopicPartition]:
        """What this member reads, as of the last poll."""

    @property
    def fault(self) -> str:
        """Of which partition nothing can be read, and from where on; empty where all is well."""


class Bus(Protocol):
    """Threads may share it. What cannot be reached raises BusDown, what is refused NotAllowed."""

    @property
    def embedded(self) -> bool:
        """Whether this product keeps the bus itself, and so makes its topics when it starts."""

    def ensure_topics(self, specs: Mapping[str, TopicSpec]) -> None:
        """Create what is missing; ValueError where the number of partitions differs."""

    def publish(self, records: Sequence[Record]) -> list[Position]:
        """Returns only when all are durable; raises UnknownTopic, TooLarge, or the engine's own error."""

    def subscribe(self, group: str, topics: Iterable[str]) -> Subscription:
        """Join a group; raises UnknownTopic at once."""

    def lag(self, group: str) -> dict[TopicPartition, int]:
        """Records not yet committed; for a partition never committed, all of them."""

    def reset(self, group: str, topic: str, to: Reset) -> None:
        """Set where the group goes on reading; raises GroupIsLive, UnknownTopic."""

    def has_members(self, group: str) -> bool:
        """Whether anybody reads in it."""

    def missing(self, topics: Iterable[str]) -> list[str]:
        """Those that are not there."""

    def fault(self) -> str | None:
        """Why it cannot be reached, in one line with what to do; None where it can."""

    def faults(self, groups: Iterable[str], reads: Iterable[str], writes: Iterable[str]) -> list[str]:
        """What stands in the way of reading these in these groups, and of writing those; one line each."""

    def close(self) -> None: ...


def open_bus(url: str, access: Access = NOBODY) -> Bus:
    """`log:///abs/path` opens the embedded log; `kafka://host:port,…` and `kafkas://…` (TLS) name brokers.

    Kafka is not touched before the bus is used. Raises ValueError for what cannot be opened.
    """
    scheme, _, rest = url.partition("://")
    if scheme == "log" and rest.startswith("/"):
        from plumbing.bus.log import LogBus

        return LogBus(rest)
    if scheme in ("kafka", "kafkas"):
        from plumbing.bus.kafka_bus import KafkaBus

        return KafkaBus(brokers_of(url, access))
    raise wrong(url, "log:///an/absolute/path or kafkas://host:port is wanted")
