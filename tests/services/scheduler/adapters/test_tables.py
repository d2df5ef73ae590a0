"""The migrations make exactly the tables that the code expects."""

from datetime import date

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.dialects import postgresql, sqlite

from plumbing.migrations import newest, upgrade
from services.scheduler.adapters.alarms import due_query
from services.scheduler.adapters.tables import metadata
from services.scheduler.main import MIGRATIONS


def test_a_migrated_database_differs_in_nothing_from_the_tables(desk):
    with desk.database.engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrating_again_changes_nothing(desk):
    upgrade(desk.database, MIGRATIONS)
    with desk.database.engine.begin() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == newest(MIGRATIONS)


def test_schedulers_on_postgresql_pass_over_what_another_has_in_hand():
    query = due_query(date(2026, 12, 11), 500)
    assert str(query.compile(dialect=postgresql.dialect())).endswith("FOR NO KEY UPDATE SKIP LOCKED")
    assert "FOR UPDATE" not in str(query.compile(dialect=sqlite.dialect()))
