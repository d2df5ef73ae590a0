"""Which rows of a queue somebody works on right now: each in one hand, and free at once when that one dies.

For work that asks others over the network and so may hold no transaction; keeping it checks again.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from plumbing.database import Database

_TAKE = text(
    "SELECT key FROM unnest(CAST(:keys AS text[])) AS key"
    " WHERE pg_try_advisory_lock(hashtextextended(:queue || ' ' || key, 0)) LIMIT :most"
)


@contextmanager
def in_hand(database: Database, queue: str, keys: Sequence[str], most: int) -> Iterator[list[str]]:
    """At most so many of the keys, in their order, that nobody else has; on SQLite there is nobody else."""
    if database.is_sqlite or not keys:
        yield list(keys[:most])
        return
    with database.engine.connect() as opened:
        connection = opened.execution_options(isolation_level="AUTOCOMMIT")
        try:
            taken = connection.execute(_TAKE, {"keys": list(keys), "queue": queue, "most": most})
            yield list(taken.scalars())
        finally:
            _let_go(connection)


def _let_go(connection: Connection) -> None:
    try:
        connection.execute(text("SELECT pg_advisory_unlock_all()"))
    except SQLAlchemyError:
        connection.invalidate()  # and with it whatever it held
