"""One of several may be active, on PostgreSQL: a lock that lives and dies with its connection."""

import time

from sqlalchemy import Connection, Table, text
from sqlalchemy.exc import SQLAlchemyError

from plumbing.database import Database
from plumbing.lease import Lease

_LOOK = 1.0
"""Seconds for which a connection that was alive is believed to hold the lock still."""


class AdvisoryLock:
    """As Lease, without a clock: whoever is killed is succeeded at once."""

    def __init__(self, database: Database, name: str) -> None:
        self._database = database
        self._name = name
        self._connection: Connection | None = None
        self._believed_until = 0.0

    def hold(self) -> bool:
        """Whether this one is the active one. Raises what is in UNAVAILABLE where the database is gone."""
        if self._connection is None:
            return self._try()
        if time.monotonic() < self._believed_until:
            return True
        try:
            self._connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            self.release()
            return self._try()
        self._believed_until = time.monotonic() + _LOOK
        return True

    def release(self) -> None:
        """Let the next one have it at once."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()  # ends it: back in the pool it would hold the lock for nobody
            connection.close()

    def _try(self) -> bool:
        connection = self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        asked = text("SELECT pg_try_advisory_lock(hashtextextended(:name, 0))")
        mine = False
        try:
            mine = bool(connection.execute(asked, {"name": self._name}).scalar_one())
        finally:
            if not mine:
                connection.close()
        if mine:
            self._connection, self._believed_until = connection, time.monotonic() + _LOOK
        return mine


def only_one(database: Database, table: Table, name: str, seconds: float) -> Lease | AdvisoryLock:
    """What the engine has for it; `table` and `seconds` are the lease's."""
    if database.is_sqlite:
        return Lease(database, table, name, seconds)
    return AdvisoryLock(database, name)
