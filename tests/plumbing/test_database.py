"""The database: no update is lost between threads, and instants keep their zone."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, update
from sqlalchemy.exc import StatementError

from plumbing.database import Database, Instant


def _table(database: Database) -> Table:
    metadata = MetaData()
    table = Table("number", metadata, Column("value", Integer), Column("at", Instant))
    metadata.create_all(database.engine)
    return table


def test_four_threads_that_read_and_then_write_lose_no_update(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/numbers.db")
    table = _table(database)
    with database.begin() as session:
        session.execute(insert(table).values(value=0))

    def count() -> None:
        for _ in range(100):
            with database.begin() as session:
                value = session.execute(select(table.c.value)).scalar_one()
                session.execute(update(table).values(value=value + 1))

    threads = [Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as session:
        assert session.execute(select(table.c.value)).scalar_one() == 400


def test_a_look_writes_nothing(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/numbers.db")
    table = _table(database)
    with database.read() as session:
        session.execute(insert(table).values(value=1))
    with database.read() as session:
        assert session.execute(select(table.c.value)).all() == []


def test_an_instant_comes_back_aware_and_in_utc(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/numbers.db")
    table = _table(database)
    summer = datetime(2027, 7, 1, 10, 0, tzinfo=timezone(timedelta(hours=1)))
    with database.begin() as session:
        session.execute(insert(table).values(at=summer))
    with database.read() as session:
        assert session.execute(select(table.c.at)).scalar_one() == datetime(2027, 7, 1, 9, 0, tzinfo=UTC)


def test_an_instant_without_its_zone_is_refused(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/numbers.db")
    table = _table(database)
    with pytest.raises(StatementError, match="time zone"), database.begin() as session:
        session.execute(insert(table).values(at=datetime(2027, 7, 1)))
