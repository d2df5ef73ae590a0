"""Keeps a service's database and its code together: migrates where it may, else says what does not fit."""

from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock

from plumbing.database import UNAVAILABLE, Database
from plumbing.engines import in_words
from plumbing.migrations import MigrationFailed, misfit, upgrade

_AGAIN = 1.0
"""Seconds between two tries until the database is as it should be."""


class Schema:
    """A Role. `then` is what the service does first with tables that fit, once.

    `owner`: the database as the role that may change it; None where this process is not to migrate.
    """

    def __init__(
        self,
        service: str,
        database: Database,
        scripts: Path,
        owner: Database | None = None,
        then: Callable[[Database], None] | None = None,
    ) -> None:
        self.name = f"{service}:database"
        self._database = database
        self._scripts = scripts
        self._owner = owner
        self._then = then
        self._prepared = False
        self._one = Lock()

    def run(self, stop: Event) -> None:
        while self.ready() and not stop.wait(_AGAIN):
            pass
        stop.wait()

    def ready(self) -> str | None:
        """Asks the database each time, so that what was mended is seen at once."""
        try:
            words = self._look()
        except UNAVAILABLE as error:
            words = in_words(error)
        except MigrationFailed as failure:
            words = str(failure)
        return f"{self.name}: {words}" if words else None

    def quiet(self) -> str | None:
        return None if self._prepared else f"{self.name}: is not ready"

    def _look(self) -> str | None:
        with self._one:
            words = misfit(self._database, self._scripts) if self._prepared else self._prepare()
        return words

    def _prepare(self) -> str | None:
        words = misfit(self._database, self._scripts)
        if words and self._owner and "newer" not in words:
            upgrade(self._owner, self._scripts)
            words = misfit(self._database, self._scripts)
        if words is None:
            if self._then:
                self._then(self._database)
            self._prepared = True
        return words
