"""Hints between processes, on PostgreSQL: what another process rings at its commit is rung here."""

import time
from threading import Event

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from plumbing.database import Database
from plumbing.hints import CHANNEL, hint
from plumbing.patience import Patience

_SLICE = 1.0
"""Seconds after which it looks whether to stop."""


class Bells:
    """A Role. Nobody relies on it: whoever misses a hint looks by itself after its own interval."""

    def __init__(self, service: str, database: Database) -> None:
        self.name = f"{service}:worker/bells"
        self.last_loop = time.monotonic()
        self.listens = False
        self._database = database
        self._patience = Patience(first=0.5)

    def run(self, stop: Event) -> None:
        while not stop.is_set():
            self.last_loop = time.monotonic()
            try:
                with self._database.engine.connect() as connection:
                    self._listen(connection.execution_options(isolation_level="AUTOCOMMIT"), stop)
            except (SQLAlchemyError, self._database.engine.dialect.loaded_dbapi.Error):
                stop.wait(self._patience.next())

    def ready(self) -> str | None:
        return None

    def quiet(self) -> str | None:
        return None

    def _listen(self, connection: Connection, stop: Event) -> None:
        try:
            connection.execute(text(f"LISTEN {CHANNEL}"))
            self.listens = True
            self._patience.reset()
            own = connection.connection.driver_connection
            while own is not None and not stop.is_set():
                self.last_loop = time.monotonic()
                for told in own.notifies(timeout=_SLICE, stop_after=1):
                    hint(told.payload)
        finally:
            self.listens = False
            connection.invalidate()  # back in the pool it would go on listening for nobody
