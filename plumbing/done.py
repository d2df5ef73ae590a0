"""What of a batch is done with, and when the bus is told."""

import time

from plumbing import bus
from plumbing.failpoints import reach
from plumbing.logs import log

_COMMIT = 1.0
"""Seconds after which a long batch commits what it has done: that also keeps the member in its group."""


class Done:
    """What a batch has handled and not yet committed.

    A bus that does not take a commit must not end the batch: what was polled and not handled would be passed
    over by the next poll. The effects are kept and the subscription owes the commit, so the batch goes on.
    """

    def __init__(self, service: str, subscription: bus.Subscription) -> None:
        self.down = False
        self._service = service
        self._subscription = subscription
        self._messages: list[bus.Message] = []
        self._due = time.monotonic() + _COMMIT

    def add(self, *messages: bus.Message) -> None:
        self._messages += messages
        if time.monotonic() > self._due:
            self.commit()

    def commit(self) -> None:
        if self._messages:
            reach("consumer: effects kept, offset not committed")
            try:
                self._subscription.commit(self._messages)
            except bus.BusDown as error:
                self.down = True
                log.warning("bus does not answer", service=self._service, exc_info=error)
        self._messages = []
        self._due = time.monotonic() + _COMMIT
