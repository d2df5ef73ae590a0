"""One member reading from Kafka: fences its own commits, and looks after a client that falls silent."""

import time
from collections.abc import Callable, Sequence
from typing import Protocol

from plumbing.bus import BusDown, Fenced, Message, NotAllowed, TopicPartition
from plumbing.bus.kafka_watch import Watch
from plumbing.logs import log

_SHORTEST = 0.2
"""Seconds: with less a joining may be cut in two, and the client then forgets that it has to join."""


class Client(Protocol):
    """What a subscription needs of kafka_client.Reader."""

    @property
    def member(self) -> str: ...
    @property
    def generation(self) -> int: ...
    @property
    def assignment(self) -> frozenset[TopicPartition]: ...

    unreadable: dict[TopicPartition, int]

    def poll(self, timeout: float, max_records: int) -> list[Message]: ...
    def commit(self, reached: dict[TopicPartition, int]) -> None: ...
    def seek(self, lane: TopicPartition, offset: int) -> None: ...
    def join_again(self) -> None: ...
    def close(self) -> None: ...


class KafkaSubscription:
    """Made by KafkaBus.subscribe."""

    def __init__(self, group: str, join: Callable[[], Client], watch: Watch) -> None:
        self._group = group
        self._join = join
        self._watch = watch
        self._client: Client | None = join()
        self._generation = -1
        self._next: dict[TopicPartition, int] = {}
        self._owed: dict[TopicPartition, int] = {}
        self._unreadable: dict[TopicPartition, int] = {}
        self._closed = False

    @property
    def fault(self) -> str:
        found = sorted(self._unreadable.items())
        return "; ".join(f"{lane.topic}/{lane.partition} cannot be read at offset {at}" for lane, at in found)

    @property
    def assignment(self) -> frozenset[TopicPartition]:
        return frozenset(self._next)

    def poll(self, timeout: float, max_records: int = 100) -> list[Message]:
        deadline = time.monotonic() + timeout
        try:
            return self._poll(max(timeout, _SHORTEST), max_records)
        except (BusDown, Fenced) as error:
            log.warning("bus client made anew", reason_code=type(error.__cause__).__name__)
        except NotAllowed:
            self._drop()
            raise
        self._drop()
        time.sleep(min(1.0, max(_SHORTEST, deadline - time.monotonic())))
        return []

    def _poll(self, timeout: float, max_records: int) -> list[Message]:
        if self._client is None:
            self._client = self._join()
        self._pay_what_is_owed()
        messages = self._client.poll(timeout, max_records)
        self._note(self._client, messages)
        if self._watch.is_left_out(self._client.member, bool(self._next)):
            log.warning("bus client joins again", reason_code="no partitions")
            self._client.join_again()
        elif self._watch.is_still(self._next, messages):
            raise BusDown("nothing comes from partitions that have something") from None
        return messages

    def commit(self, messages: Sequence[Message]) -> None:
        if not messages:
            return
        reached: dict[TopicPartition, int] = {}
        for message in messages:
            reached[message.lane] = max(reached.get(message.lane, 0), message.offset + 1)
        client = self._client
        ours = client is not None and client.generation == self._generation
        if client is None or not ours or not reached.keys() <= self._next.keys() & client.assignment:
            raise Fenced(f"group {self._group} was divided anew since these messages were polled")
        self._owed.update(reached)
        self._pay(client)

    def rewind(self, message: Message) -> None:
        if self._client is None or message.lane not in self._next:
            raise Fenced(f"{message.topic}/{message.partition} is not this member's")
        self._client.seek(message.lane, message.offset)

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._drop()

    def _note(self, client: Client, messages: list[Message]) -> None:
        """After a new division every partition begins at what was committed: what was in hand comes again.

        The client itself does so only where it was told of the division: see _pay.
        """
        if client.generation != self._generation:
            self._generation = client.generation
            self._next, self._owed = {}, {}
        held = client.assignment
        self._next = {lane: self._next.get(lane, -1) for lane in held}
        for message in messages:
            self._next[message.lane] = message.offset + 1
        stuck = (self._unreadable | client.unreadable).items()
        still = {lane: at for lane, at in stuck if self._next.get(lane, -1) <= at}
        self._unreadable = {lane: at for lane, at in still.items() if not held or lane in held}

    def _pay_what_is_owed(self) -> None:
        """What the bus did not take when it was handled; raises Fenced where it is too late."""
        if self._owed and self._client is not None:
            try:
                self._pay(self._client)
            except BusDown:
                return

    def _pay(self, client: Client) -> None:
        """Where the bus is down, what is owed stays owed; where the partitions have gone, it is void.

        The broker's no may come before the client knows of it, and with the same partitions given anew: it
        would read on where it is. A new one begins at what was committed.
        """
        try:
            client.commit(self._owed)
        except BusDown:
            raise
        except Fenced:
            self._drop()
            raise
        except BaseException:
            self._owed = {}
            raise
        self._owed = {}

    def _drop(self) -> None:
        client, self._client = self._client, None
        self._next, self._owed = {}, {}
        self._generation = -1
        self._watch.begin_anew()
        if client is not None:
            try:
                client.close()
            except (BusDown, NotAllowed, Fenced):
                pass  # it is going anyway, and the broker finds out by itself
