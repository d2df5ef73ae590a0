"""One service's own database: engines, transactions, and the types both engines agree on.

SQLite with SQLAlchemy's defaults loses updates without an error (a reader's lock is upgraded too late), so
every writing transaction begins IMMEDIATE.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Engine, TypeDecorator, create_engine, event, text
from sqlalchemy.orm import Session


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
        self._writes = _engine(url, "BEGIN IMMEDIATE")
        self._reads = _engine(url, "BEGIN")

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
        """For migrations only."""
        return self._writes

    def check(self) -> None:
        """Raises where the database cannot be reached."""
        with self.read() as session:
            session.execute(text("SELECT 1"))

    def close(self) -> None:
        self._writes.dispose()
        self._reads.dispose()


def _engine(url: str, begin: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": 30, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin on its own: we do, below
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine
