"""The embedded bus: a durable log in one SQLite file that several processes of one machine may open."""

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from threading import Lock

from plumbing.bus import (
    GroupIsLive,
    Position,
    Record,
    Reset,
    TopicPartition,
    TopicSpec,
    UnknownTopic,
    log_group,
)
from plumbing.bus.log_retention import prune
from plumbing.bus.log_store import connect, create_tables, writing
from plumbing.bus.log_subscription import LogSubscription
from plumbing.bus.partitions import partition_of
from plumbing.hints import hint

_PRUNE_EVERY = 3600.0
"""Seconds between two prunings of what has outlived its topic's age."""


class LogBus:
    """Not for network disks. `session`: seconds of silence after which a member's partitions move on."""

    def __init__(self, path: str, session: float = 10.0) -> None:
        self._path = path
        self._session = session
        self._bell = f"log:{path}"
        self._lock = Lock()
        self._connection = connect(path)
        self._prune_due = 0.0
        create_tables(self._connection)

    @property
    def embedded(self) -> bool:
        return True

    def ensure_topics(self, specs: Mapping[str, TopicSpec]) -> None:
        with self._lock, writing(self._connection):
            for name, spec in specs.items():
                self._ensure(name, spec)
            self._prune_due = 0.0

    def publish(self, records: Sequence[Record]) -> list[Position]:
        for record in records:
            record.check()
        now = time.time()
        with self._lock, writing(self._connection):
            positions = [self._append(record, now) for record in records]
            if now >= self._prune_due:
                prune(self._connection, now)
                self._prune_due = now + _PRUNE_EVERY
        hint(self._bell)
        return positions

    def subscribe(self, group: str, topics: Iterable[str]) -> LogSubscription:
        wanted = sorted(set(topics))
        with self._lock:
            for topic in wanted:
                self._partitions(topic)
        return LogSubscription(connect(self._path), group, wanted, self._session, self._bell)

    def lag(self, group: str) -> dict[TopicPartition, int]:
        sql = """
            SELECT head.topic, head.part, head.next - MAX(head.first, COALESCE(committed.next, 0))
            FROM head JOIN interest ON interest.topic = head.topic AND interest.grp = ?
            LEFT JOIN committed ON committed.grp = interest.grp
                AND committed.topic = head.topic AND committed.part = head.part
        """
        with self._lock:
            rows = self._connection.execute(sql, (group,)).fetchall()
        return {TopicPartition(topic, part): behind for topic, part, behind in rows}

    def reset(self, group: str, topic: str, to: Reset) -> None:
        if isinstance(to, datetime) and to.tzinfo is None:
            raise ValueError("a group is reset to an instant: it needs its time zone")
        with self._lock, writing(self._connection):
            partitions = self._partitions(topic)
            if log_group.has_members(self._connection, group, time.time()):
                raise GroupIsLive(f"group {group} has members reading: stop them, then reset")
            self._connection.executemany(
                "INSERT INTO committed VALUES (?,?,?,?)"
                " ON CONFLICT (grp, topic, part) DO UPDATE SET next=excluded.next",
                [(group, topic, part, self._offset_at(topic, part, to)) for part in range(partitions)],
            )
        hint(self._bell)

    def has_members(self, group: str) -> bool:
        with self._lock:
            return log_group.has_members(self._connection, group, time.time())

    def missing(self, topics: Iterable[str]) -> list[str]:
        with self._lock:
            there = {name for (name,) in self._connection.execute("SELECT name FROM topic")}
        return sorted(set(topics) - there)

    def fault(self) -> str | None:
        return None

    def faults(self, groups: Iterable[str], reads: Iterable[str], writes: Iterable[str]) -> list[str]:
        return [
            f"topic {name} is not on this bus: script/cin bus topics --create"
            for name in self.missing({*reads, *writes})
        ]

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _ensure(self, name: str, spec: TopicSpec) -> None:
        row = self._connection.execute("SELECT partitions FROM topic WHERE name=?", (name,)).fetchone()
        if row and row[0] != spec.partitions:
            raise ValueError(
                f"topic {name} has {row[0]} partitions, not {spec.partitions}: that number cannot change"
            )
        self._connection.execute(
            "INSERT INTO topic VALUES (?,?,?) ON CONFLICT (name) DO UPDATE SET kept=excluded.kept",
            (name, spec.partitions, spec.kept.total_seconds()),
        )
        self._connection.executemany(
            "INSERT INTO head VALUES (?,?,0,0) ON CONFLICT DO NOTHING",
            [(name, part) for part in range(spec.partitions)],
        )

    def _partitions(self, topic: str) -> int:
        row = self._connection.execute("SELECT partitions FROM topic WHERE name=?", (topic,)).fetchone()
        if row is None:
            raise UnknownTopic(f"topic {topic} is not on this bus: create it with ensure_topics first")
        return int(row[0])

    def _append(self, record: Record, now: float) -> Position:
        part = partition_of(record.key, self._partitions(record.topic))
        (offset,) = self._connection.execute(
            "UPDATE head SET next=next+1 WHERE topic=? AND part=? RETURNING next-1", (record.topic, part)
        ).fetchone()
        self._connection.execute(
            "INSERT INTO log VALUES (?,?,?,?,?,?,?)",
            (record.topic, part, offset, now, record.key, record.value, json.dumps(dict(record.headers))),
        )
        return Position(record.topic, part, offset)

    def _offset_at(self, topic: str, part: int, to: Reset) -> int:
        first, following = self._connection.execute(
            "SELECT first, next FROM head WHERE topic=? AND part=?", (topic, part)
        ).fetchone()
        if to == "earliest":
            return int(first)
        if to == "latest":
            return int(following)
        row = self._connection.execute(
            "SELECT MIN(off) FROM log WHERE topic=? AND part=? AND at>=?", (topic, part, to.timestamp())
        ).fetchone()
        return int(following if row[0] is None else row[0])
