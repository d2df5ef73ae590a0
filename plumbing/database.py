"""One service's own database: its transactions, its locks, and the types both engines agree on.

SQLite with SQLAlchemy's defaults loses updates without an error (a reader's lock is upgraded too late), so
every writing transaction begins IMMEDIATE there. On PostgreSQL writers work side by side: whoever reads a row
to write it locks it first (`FOR_CHANGE`), and where there is no row to lock yet, takes turns. In which order
locks are taken: docs/decisions/0008-row-locks-and-their-order.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import DateTime, Dialect, Engine, Insert, Table, TypeDecorator, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from plumbing.engines import UNAVAILABLE, reading_engine, writing_engine

__all__ = ["FOR_CHANGE", "UNAVAILABLE", "Database", "Instant", "put_once", "take_turns"]


FOR_CHANGE: Final[dict[str, Any]] = {"key_share": True}
"""For `with_for_update(**FOR_CHANGE)`: others may still refer to the row; else foreign keys would wait."""


class Instant(TypeDecorator[datetime]):
    """A UTC instant: aware in Python on both engines. Refuses a naive datetime."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Database:
    """`begin()` is one writing transaction, `read()` one consistent look; nothing else touches the engine."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._writes = writing_engine(url)
        self._reads = reading_engine(url)

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """Commits when the block ends, rolls back when it raises."""
        with Session(self._writes, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A look that writes nothing; what it found stays readable when the block has ended."""
        with Session(self._reads, expire_on_commit=False) as session:
            try:
                yield session
            finally:
                session.expunge_all()  # a rollback would empty every object that was read
                session.rollback()

    @property
    def engine(self) -> Engine:
        """For migrations, and for the one connection that holds a lock."""
        return self._writes

    @property
    def is_sqlite(self) -> bool:
        return self._writes.dialect.name == "sqlite"

    def check(self) -> None:
        """Raises where the database cannot be reached."""
        with self.read() as session:
            session.execute(text("SELECT 1"))

    def close(self) -> None:
        self._writes.dispose()
        self._reads.dispose()


def take_turns(session: Session, name: str) -> None:
    """Until this transaction ends nobody else passes here with the same name (on SQLite only one writes).

    For what has no row of its own to lock: a number to be given out, a thing that is only made now.
    """
    if session.get_bind().dialect.name != "sqlite":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})


def put_once(session: Session, table: Table, rows: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> int:
    """Insert; where a key is there already, that row stays as it is. How many are new, if it is asked of one.

    Two may do it at once: the second waits for the first, and then finds it there.
    """
    insert = _once(table, session.get_bind().dialect.name)
    found = session.execute(insert, rows, execution_options={"preserve_rowcount": True})
    return int(found.rowcount)  # type: ignore[attr-defined]  # of an INSERT it has one


@cache
def _once(table: Table, dialect: str) -> Insert:
    if dialect == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()
