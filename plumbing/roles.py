"""A role is one thing a process does until told to stop; the supervisor runs several in threads."""

from threading import Event
from typing import Protocol


class Role(Protocol):
    """`run` returns soon after `stop` is set, having finished the message in hand."""

    @property
    def name(self) -> str:
        """As in `planning:worker/relay`."""

    def run(self, stop: Event) -> None:
        """Work until `stop`; an exception means the supervisor starts it again after a pause."""

    def ready(self) -> str | None:
        """None, or one line saying what is missing and what to do."""

    def quiet(self) -> str | None:
        """None where nothing is waiting to be done at this civil date, else what is."""
