"""A role that works a queue of rows: batch after batch while there is something, else every so often."""

import time
from collections.abc import Callable
from threading import Event

from plumbing.hints import Listener
from plumbing.outage import Outage

GoOn = Callable[[], bool]
"""Asked before each part of a batch that may take seconds; False: the role is to stop, leave the rest."""


def always() -> bool:
    return True


class Sweep:
    """`work` does one batch and returns how many it did; `hint(name)` wakes it early.

    After a batch that did nothing it waits. Each question to `GoOn` counts as a sign of life.

    `waiting` answers, at this civil date, what is still to be done in one line, or None. `may_take`: seconds
    that one thing may take which must not be left half done.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[GoOn], int],
        waiting: Callable[[], str | None],
        every: float = 1.0,
        may_take: float = 0.0,
    ) -> None:
        self.name = name
        self.may_take = may_take
        self.last_loop = time.monotonic()
        self.done = 0
        self._work = work
        self._waiting = waiting
        self._every = every
        self._in_hand = False
        self._outage = Outage(name)

    def run(self, stop: Event) -> None:
        def go_on() -> bool:
            self.last_loop = time.monotonic()
            return not stop.is_set()

        listener = Listener(self.name)
        while go_on():
            if not self._batch(go_on):
                listener.wait(self._every, stop)

    def ready(self) -> str | None:
        return self._outage.words

    def quiet(self) -> str | None:
        waiting = self._waiting()  # first: what is finished after this question still counts as in hand
        return waiting or (f"{self.name}: has work in hand" if self._in_hand else None)

    def _batch(self, go_on: GoOn) -> int:
        did, self._in_hand = 0, True
        try:
            with self._outage.noted():
                did = self._work(go_on)
                self.done += did
        finally:
            self._in_hand = False
        return did
