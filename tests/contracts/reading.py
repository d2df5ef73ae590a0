"""Words that the contract's tests share."""

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from plumbing.bus import Bus, Message, Record, Subscription

PATIENCE = 60.0
"""Seconds until what did not happen counts as never: a busy machine of two cores may stand still for many."""
KEYS = [f"key-{number}" for number in range(20)]
"""Enough to reach every partition."""


def say(bus: Bus, topic: str, key: str, *values: str) -> None:
    bus.publish([Record(topic, key, value.encode()) for value in values])


def hear(subscription: Subscription, count: int, commit: bool = True) -> list[Message]:
    """At least `count` messages, or an error naming what came."""
    heard: list[Message] = []
    deadline = time.monotonic() + PATIENCE
    while len(heard) < count and time.monotonic() < deadline:
        messages = subscription.poll(0.5)
        heard += messages
        if commit and messages:
            subscription.commit(messages)
    assert len(heard) >= count, f"{count} messages were wanted, these came: {values(heard)}"
    return heard


def values(messages: Iterable[Message]) -> list[str]:
    return [message.value.decode() for message in messages]


def poll_all(members: Sequence[Subscription]) -> list[Message]:
    """At the same time, as members live in threads of their own.

    Taking turns they may never settle: a Kafka client whose joining is done between two of its polls forgets
    that, and begins again.
    """
    with ThreadPoolExecutor(len(members)) as threads:
        return [message for heard in threads.map(lambda member: member.poll(0), members) for message in heard]


def settle(members: Sequence[Subscription], lanes: int) -> None:
    """Poll all until together they are assigned every partition, none to two of them."""

    def divided() -> bool:
        poll_all(members)
        held = [lane for member in members for lane in member.assignment]
        return len(held) == lanes and len(set(held)) == lanes and all(m.assignment for m in members)

    until(divided, "the members never divided the partitions among them")


def until(true: Callable[[], bool], otherwise: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.02)
