"""The database on each engine: no update is lost, a look is one moment, instants keep their zones."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from threading import Barrier, Thread

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, func, insert, select, update
from sqlalchemy.exc import InternalError, OperationalError, StatementError

from plumbing.database import FOR_CHANGE, Database, Instant, take_turns
from tests.databases import ON_POSTGRESQL, Databases


@pytest.fixture
def database(databases: Databases) -> Database:
    return databases.empty("numbers")


def _table(database: Database) -> Table:
    metadata = MetaData()
    table = Table("number", metadata, Column("value", Integer), Column("at", Instant))
    metadata.create_all(database.engine)
    return table


def _together(act: Callable[[], None], threads: int = 4) -> None:
    running = [Thread(target=act) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()


def test_four_threads_that_lock_read_and_then_write_lose_no_update(database: Database) -> None:
    table = _table(database)
    with database.begin() as session:
        session.execute(insert(table).values(value=0))

    def count() -> None:
        for _ in range(100):
            with database.begin() as session:
                value = session.execute(select(table.c.value).with_for_update(**FOR_CHANGE)).scalar_one()
                session.execute(update(table).values(value=value + 1))

    _together(count)
    with database.read() as session:
        assert session.execute(select(table.c.value)).scalar_one() == 400


def test_four_threads_that_take_turns_give_each_number_once(database: Database) -> None:
    """Where there is no row to lock: the next number after the highest."""
    table = _table(database)

    def add() -> None:
        for _ in range(50):
            with database.begin() as session:
                take_turns(session, "number")
                highest = session.scalar(select(func.max(table.c.value))) or 0
                session.execute(insert(table).values(value=highest + 1))

    _together(add)
    with database.read() as session:
        assert sorted(session.scalars(select(table.c.value))) == list(range(1, 201))


@ON_POSTGRESQL
def test_whoever_waits_for_one_name_does_not_wait_for_another(database: Database) -> None:
    with database.begin() as first, database.begin() as second:
        take_turns(first, "a")
        take_turns(second, "b")


def test_a_look_writes_nothing(database: Database) -> None:
    table = _table(database)
    try:
        with database.read() as session:
            session.execute(insert(table).values(value=1))
    except (InternalError, OperationalError):
        assert not database.is_sqlite  # PostgreSQL says so, SQLite takes it back
    with database.read() as session:
        assert session.execute(select(table.c.value)).all() == []


def test_all_statements_of_a_look_see_the_same_moment(database: Database) -> None:
    table = _table(database)
    with database.begin() as session:
        session.execute(insert(table).values(value=1))
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(table)) == 1
        with database.begin() as other:
            other.execute(insert(table).values(value=2))
        assert session.scalar(select(func.count()).select_from(table)) == 1


def test_an_instant_comes_back_aware_and_in_utc(database: Database) -> None:
    table = _table(database)
    summer = datetime(2027, 7, 1, 10, 0, tzinfo=timezone(timedelta(hours=1)))
    with database.begin() as session:
        session.execute(insert(table).values(at=summer))
    with database.read() as session:
        assert session.execute(select(table.c.at)).scalar_one() == datetime(2027, 7, 1, 9, 0, tzinfo=UTC)


def test_an_instant_without_its_zone_is_refused(database: Database) -> None:
    table = _table(database)
    with pytest.raises(StatementError, match="time zone"), database.begin() as session:
        session.execute(insert(table).values(at=datetime(2027, 7, 1)))


@pytest.mark.parametrize("round", range(5))
def test_eight_that_open_a_new_database_at_once_all_may_use_it(databases: Databases, round: int) -> None:
    """On SQLite the first sets the mode of the file, and once failed for whoever came in that moment."""
    first = databases.empty(f"new-{round}")
    others = [Database(first.url) for _ in range(8)]
    start, failed = Barrier(8), list[OperationalError]()

    def use(database: Database) -> None:
        start.wait()
        try:
            database.check()
        except OperationalError as error:
            failed.append(error)
        finally:
            database.close()

    threads = [Thread(target=use, args=(database,)) for database in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
