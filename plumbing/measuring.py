"""A role that looks at its service's own tables every few seconds and sets what `/metrics` tells of them."""

import time
from collections.abc import Callable
from threading import Event

from plumbing.database import UNAVAILABLE

EVERY = 5.0


class Measuring:
    """A Role. While the database is away the last figures stand; the roles that work with it say so."""

    def __init__(self, name: str, measure: Callable[[], None], every: float = EVERY) -> None:
        self.name = name
        self.last_loop = time.monotonic()
        self._measure = measure
        self._every = every

    def run(self, stop: Event) -> None:
        while not stop.is_set():
            self.last_loop = time.monotonic()
            try:
                self._measure()
            except UNAVAILABLE:
                pass  # said by the consumer and the relay of the same database
            stop.wait(self._every)

    def ready(self) -> str | None:
        return None

    def quiet(self) -> str | None:
        return None
