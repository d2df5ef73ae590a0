"""What is stated of a PostgreSQL's transactions holds, and every fault has its words."""

import time
from threading import Thread

import pytest
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, insert, select, text
from sqlalchemy.exc import OperationalError

from plumbing.database import FOR_CHANGE, Database
from plumbing.engines import UNAVAILABLE, in_words
from tests.databases import Databases

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("databases", ["postgres"], indirect=True)]


@pytest.fixture
def database(databases: Databases) -> Database:
    return databases.empty("engine")


def _shown(database: Database, name: str, reading: bool = False) -> str:
    with database.read() if reading else database.begin() as session:
        return str(session.execute(text(f"SHOW {name}")).scalar_one())


def test_a_command_is_read_committed_and_a_look_is_one_moment_that_writes_nothing(database: Database) -> None:
    assert _shown(database, "transaction_isolation") == "read committed"
    assert _shown(database, "transaction_read_only") == "off"
    assert _shown(database, "transaction_isolation", reading=True) == "repeatable read"
    assert _shown(database, "transaction_read_only", reading=True) == "on"


def test_nothing_waits_for_ever(database: Database) -> None:
    for reading in (False, True):
        assert _shown(database, "statement_timeout", reading) == "30s"
        assert _shown(database, "lock_timeout", reading) == "10s"
        assert _shown(database, "idle_in_transaction_session_timeout", reading) == "1min"
        assert _shown(database, "timezone", reading) == "UTC"


def test_whoever_waits_too_long_for_a_lock_is_told_so_and_nothing_is_at_fault(database: Database) -> None:
    table = _parent(database)[0]
    with database.begin() as holder:
        holder.execute(select(table).with_for_update(**FOR_CHANGE))
        with pytest.raises(OperationalError) as error, database.begin() as session:
            session.execute(text("SET LOCAL lock_timeout = '50ms'"))
            session.execute(select(table).with_for_update(**FOR_CHANGE))
    assert in_words(error.value) == "it is too slow, or something holds a lock: look at pg_stat_activity"


def test_a_row_that_is_locked_to_be_changed_can_still_be_referred_to(database: Database) -> None:
    """Else a link to a child would wait for whoever reckons the child's dates."""
    parent, part = _parent(database)
    with database.begin() as holder:
        holder.execute(select(parent).with_for_update(**FOR_CHANGE))

        def refer() -> None:
            with database.begin() as session:
                session.execute(insert(part).values(parent=1))

        other = Thread(target=refer)
        other.start()
        other.join(5)
        assert not other.is_alive(), "it waits for a lock that a reference does not need"


def _parent(database: Database) -> tuple[Table, Table]:
    metadata = MetaData()
    parent = Table("parent", metadata, Column("id", Integer, primary_key=True))
    part = Table("part", metadata, Column("parent", Integer, ForeignKey("parent.id")))
    metadata.create_all(database.engine)
    with database.begin() as session:
        session.execute(insert(parent).values(id=1))
    return parent, part


def test_a_pool_whose_connections_are_all_cut_goes_on_with_new_ones(database: Database) -> None:
    for _ in range(3):
        database.check()
        with database.begin() as session:
            session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
    database.check()


@pytest.mark.parametrize("reading", [False, True])
def test_a_transaction_that_paused_too_long_is_an_outage_and_no_fault(
    database: Database, reading: bool
) -> None:
    with pytest.raises(UNAVAILABLE) as error, database.read() if reading else database.begin() as session:
        session.execute(text("SET LOCAL idle_in_transaction_session_timeout = '100ms'"))
        time.sleep(0.4)
        session.execute(text("SELECT 1"))
    assert in_words(error.value).startswith("it cut a transaction that stood still for a minute")
    database.check()
