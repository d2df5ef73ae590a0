"""A role whose database is away: it says so, once in the log and in readiness, and looks again later."""

from collections.abc import Iterator
from contextlib import contextmanager

from plumbing.database import UNAVAILABLE
from plumbing.engines import in_words
from plumbing.logs import log


class Outage:
    """`words` is None while the database does what it is asked."""

    def __init__(self, role: str) -> None:
        self._role = role
        self.words: str | None = None

    @contextmanager
    def noted(self) -> Iterator[None]:
        """What is in UNAVAILABLE ends the block here; the role's next round tries again."""
        try:
            yield
        except UNAVAILABLE as error:
            if self.words is None:
                log.warning("database is away", role=self._role, exc_info=error)
            self.words = f"{self._role}: its database is away: {in_words(error)}"
        else:
            self.words = None
