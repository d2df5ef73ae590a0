"""One role of the real product in a process of its own that is killed at a failpoint.

With the settings in the environment: SIGKILL to itself when POINT is reached the COUNT-th time; POINT `never`
lives until it is told to stop.
"""

import os
import signal
import time
from collections.abc import Sequence
from datetime import timedelta

from plumbing import failpoints
from plumbing.bus import Message
from plumbing.consumer import Consumer
from services.notifications.domain import sending
from services.running import run_until_told
from tests.crashes import effects

LEASE = timedelta(seconds=2)
"""A claim of a mail that was killed need not wait its four minutes here: there is one sender at a time."""
LONGEST = timedelta(seconds=1)
"""The longest wait between two tries of a mail."""
UNCERTAIN_TRIES = 1000
"""More processes die over one mail than the three after which it is left to a person: all must leave here."""


PACE = 0.01
"""Seconds between two messages of a process to be killed: it must not be through before its end comes."""
PACED = "CRASH_PACED"
"""In the environment: so is a process that lives while something else is killed."""


def take_time() -> None:
    take, take_together = Consumer._take, Consumer._take_together

    def slowly(self: Consumer, message: Message) -> bool:
        time.sleep(PACE)
        return take(self, message)

    def slowly_together(self: Consumer, messages: Sequence[Message]) -> bool:
        time.sleep(PACE * len(messages))
        return take_together(self, messages)

    Consumer._take, Consumer._take_together = slowly, slowly_together  # type: ignore[method-assign]  # only here


class KilledAt:
    def __init__(self, point: str, count: int) -> None:
        self._point = point
        self._left = count

    def __call__(self, point: str) -> None:
        if point == self._point:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def main(target: str, point: str, count: int) -> int:
    failpoints.listen(KilledAt(point, count))
    effects.count_effects()
    if count or os.environ.get(PACED):
        take_time()
    sending.LEASE, sending.LONGEST, sending.UNCERTAIN_TRIES = LEASE, LONGEST, UNCERTAIN_TRIES
    return run_until_told(target, demo=False)
