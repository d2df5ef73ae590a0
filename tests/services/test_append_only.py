"""Entries of who saw or changed what are added and stay: neither engine changes or deletes one."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import Table, insert, select, text
from sqlalchemy.exc import SQLAlchemyError

from plumbing.append_only import drop_append_only, keep_append_only
from plumbing.database import Database
from plumbing.migrations import upgrade
from services.notifications.adapters import tables as notifications
from services.planning.adapters import tables as planning
from services.records.adapters import tables as records
from services.scheduler.adapters import tables as scheduler
from tests.databases import Databases, migrations_of

STAY = [
    ("planning", planning.access_entry),
    ("scheduler", scheduler.access_entry),
    ("records", records.access_entry),
    ("records", records.gathered_access),
    ("notifications", notifications.access_entry),
]


def _add(database: Database, table: Table) -> None:
    instant = datetime(2027, 1, 6, 10, tzinfo=UTC)
    values = {"id": str(uuid4()), "at": instant, "on": date(2027, 1, 6), "gathered": instant}
    known = {name: values.get(name, "x") for name in table.c.keys()}
    with database.begin() as session:
        session.execute(insert(table).values(**known))


def _refused(database: Database, statement: str) -> None:
    with pytest.raises(SQLAlchemyError), database.begin() as session:
        session.execute(text(statement))


@pytest.mark.parametrize(("service", "table"), STAY, ids=lambda it: getattr(it, "name", it))
def test_an_entry_is_neither_changed_nor_deleted(service: str, table: Table, databases: Databases) -> None:
    """As the service, which lacks the right on PostgreSQL, and as the owner, whom the trigger refuses."""
    owner = databases.empty("plain")
    upgrade(owner, migrations_of(service))
    for database in (databases.of(service), owner):
        _add(database, table)
        with database.read() as session:
            before = session.execute(select(table)).all()
        _refused(database, f"UPDATE {table.name} SET who = 'somebody else'")
        _refused(database, f"DELETE FROM {table.name}")
        if not database.is_sqlite:
            _refused(database, f"TRUNCATE {table.name}")
        with database.read() as session:
            assert session.execute(select(table)).all() == before and len(before) == 1
        database.close()


@pytest.mark.parametrize(("service", "table"), STAY, ids=lambda it: getattr(it, "name", it))
def test_the_service_only_adds_and_reads(service: str, table: Table, databases: Databases) -> None:
    database = databases.of(service)
    if database.is_sqlite:
        query = text("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
        with database.read() as session:  # it knows no roles: two triggers refuse instead
            assert session.scalar(query, {"table": table.name}) == 2
        return
    rights = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
    with database.read() as session:
        has = {
            right: session.scalar(text(f"SELECT has_table_privilege('{table.name}', '{right}')"))
            for right in rights
        }
    assert has == {"SELECT": True, "INSERT": True, "UPDATE": False, "DELETE": False, "TRUNCATE": False}


def test_what_keeps_it_so_can_be_taken_away_by_a_migration_alone(databases: Databases) -> None:
    """Retention will need that: it is the owner's to do, in a migration that somebody reads."""
    owner = databases.empty("plain")
    with owner.engine.begin() as connection:
        connection.execute(text("CREATE TABLE entry (id INTEGER)"))
        connection.execute(text("INSERT INTO entry VALUES (1)"))
        keep_append_only(connection, "entry")
    _refused(owner, "DELETE FROM entry")
    with owner.engine.begin() as connection:
        drop_append_only(connection, "entry")
        connection.execute(text("DELETE FROM entry"))
    owner.close()
