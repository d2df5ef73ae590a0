"""One member reading the log. It holds no lock while it waits, and only looks when the file has changed."""

import json
import sqlite3
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from plumbing.bus import Fenced, Message, TopicPartition, log_group
from plumbing.bus.log_store import writing
from plumbing.hints import Listener

_SHORT = 0.02
_LONG = 0.25


class LogSubscription:
    """Made by LogBus.subscribe; `session` is how many seconds of silence a member may keep."""

    def __init__(
        self, connection: sqlite3.Connection, group: str, topics: list[str], session: float, bell: str
    ) -> None:
        self._connection = connection
        self._group = group
        self._topics = topics
        self._session = session
        self._listener = Listener(bell)
        self._next: dict[TopicPartition, int] = {}
        self._turn = 0
        self._said = -1
        self._pause = _SHORT
        self._closed = False
        self._join()

    @property
    def fault(self) -> str:
        return ""

    @property
    def assignment(self) -> frozenset[TopicPartition]:
        return frozenset(self._next)

    def poll(self, timeout: float, max_records: int = 100) -> list[Message]:
        deadline = time.monotonic() + timeout
        while True:
            if time.time() >= self._beat_due:
                self._beat()
            found = self._look(max_records) if self._changed() else []
            left = deadline - time.monotonic()
            if found or left <= 0:
                self._pause = _SHORT if found else self._pause
                return found
            self._listener.wait(min(left, self._pause))
            self._pause = min(self._pause * 1.5, _LONG)

    def commit(self, messages: Sequence[Message]) -> None:
        reached: dict[TopicPartition, int] = {}
        for message in messages:
            reached[message.lane] = max(reached.get(message.lane, 0), message.offset + 1)
        with writing(self._connection):
            alive = log_group.beat(self._connection, self._group, self._member, time.time(), self._session)
            current = log_group.generation(self._connection, self._group) == self._generation
            if alive and current and reached.keys() <= self._next.keys():
                self._connection.executemany(
                    "INSERT INTO committed VALUES (?,?,?,?)"
                    " ON CONFLICT (grp, topic, part) DO UPDATE SET next=excluded.next",
                    [(self._group, *lane, offset) for lane, offset in reached.items()],
                )
                return
        self._stale = True
        raise Fenced(f"group {self._group} was divided anew since these messages were polled")

    def rewind(self, message: Message) -> None:
        if message.lane not in self._next:
            raise Fenced(f"{message.topic}/{message.partition} is not this member's")
        self._next[message.lane] = message.offset
        self._stale = True

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        with writing(self._connection):
            log_group.leave(self._connection, self._group, self._member)
        self._connection.close()

    def _join(self) -> None:
        now = time.time()
        with writing(self._connection):
            self._member = log_group.join(self._connection, self._group, self._topics, now, self._session)
        self._beat_due = now + self._session / 4
        self._generation = -1
        self._stale = True
        self._version = -1

    def _beat(self) -> None:
        now = time.time()
        with writing(self._connection):
            alive = log_group.beat(self._connection, self._group, self._member, now, self._session)
        self._beat_due = now + self._session / 4
        self._stale = True
        if not alive:
            self._join()

    def _changed(self) -> bool:
        """SQLite counts other connections' commits: asking costs microseconds and no lock."""
        version = self._connection.execute("PRAGMA data_version").fetchone()[0]
        changed, self._version = version != self._version, version
        return bool(changed or self._stale)

    def _look(self, max_records: int) -> list[Message]:
        generation = log_group.generation(self._connection, self._group)
        if generation != self._generation:
            self._take_up(generation)
        if not self._has_grown():
            return []
        found: list[Message] = []
        for lane in self._waiting():
            found += self._read(lane, max_records - len(found))
            if len(found) >= max_records:
                break
        for message in found:
            self._next[message.lane] = message.offset + 1
        self._stale = bool(found)
        return found

    def _take_up(self, generation: int) -> None:
        """Everything in one snapshot: whose partitions are mine, and where my group stands in them."""
        self._connection.execute("BEGIN")
        try:
            self._generation = log_group.generation(self._connection, self._group)
            mine = log_group.assigned(self._connection, self._group, self._member)
            rows = self._connection.execute(
                "SELECT topic, part, next FROM committed WHERE grp=?", (self._group,)
            )
            committed = {TopicPartition(topic, part): next_ for topic, part, next_ in rows}
        finally:
            self._connection.execute("COMMIT")
        self._next = {lane: committed.get(lane, 0) for lane in mine}
        self._stale = True

    def _has_grown(self) -> bool:
        """Most changes of the file are other groups' commits: then there is nothing more to read."""
        said = self._connection.execute("SELECT sum(next) FROM head").fetchone()[0]
        grown, self._said = said != self._said, said
        return grown or self._stale

    def _waiting(self) -> list[TopicPartition]:
        """Partitions with something new, each time beginning with another, so that none starves."""
        rows = self._connection.execute("SELECT topic, part, next FROM head")
        heads = {TopicPartition(topic, part): next_ for topic, part, next_ in rows}
        waiting = [lane for lane, next_ in self._next.items() if heads.get(lane, 0) > next_]
        self._turn += 1
        turn = self._turn % len(waiting) if waiting else 0
        return waiting[turn:] + waiting[:turn]

    def _read(self, lane: TopicPartition, limit: int) -> list[Message]:
        rows = self._connection.execute(
            "SELECT off, key, value, headers, at FROM log WHERE topic=? AND part=? AND off>=?"
            " ORDER BY off LIMIT ?",
            (*lane, self._next[lane], limit),
        )
        return [
            Message(*lane, off, key, value, json.loads(headers), datetime.fromtimestamp(at, UTC))
            for off, key, value, headers, at in rows
        ]
