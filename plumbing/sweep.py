"""A role that works a queue of rows: batch after batch while there is something, else every so often."""

import time
from collections.abc import Callable
from threading import Event

from plumbing.hints import Listener
from plumbing.outage import Outage


class Sweep:
    """`work` does one batch and returns how many it did; `hint(name)` wakes it early.

    `waiting` answers, at this civil date, what is still to be done in one line, or None.
    """

    def __init__(
        self, name: str, work: Callable[[], int], waiting: Callable[[], str | None], every: float = 1.0
    ) -> None:
        self.name = name
        self.last_loop = time.monotonic()
        self.done = 0
        self._work = work
        self._waiting = waiting
        self._every = every
        self._in_hand = False
        self._outage = Outage(name)

    def run(self, stop: Event) -> None:
        listener = Listener(self.name)
        while not stop.is_set():
            self.last_loop = time.monotonic()
            if not self._batch():
                listener.wait(self._every, stop)

    def ready(self) -> str | None:
        return self._outage.words

    def quiet(self) -> str | None:
        waiting = self._waiting()  # first: what is finished after this question still counts as in hand
        return waiting or (f"{self.name}: has work in hand" if self._in_hand else None)

    def _batch(self) -> int:
        did, self._in_hand = 0, True
        try:
            with self._outage.noted():
                did = self._work()
                self.done += did
        finally:
            self._in_hand = False
        return did
