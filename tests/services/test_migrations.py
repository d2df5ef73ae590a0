"""Each service's migrations make exactly the tables that its code expects."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, text

import services
from plumbing.database import Database
from plumbing.migrations import upgrade
from services.notifications.adapters import tables as notifications
from services.planning.adapters import tables as planning
from services.records.adapters import tables as records
from services.running import SERVICES
from services.scheduler.adapters import tables as scheduler

TABLES = {
    "planning": planning.metadata,
    "scheduler": scheduler.metadata,
    "records": records.metadata,
    "notifications": notifications.metadata,
}


def test_every_service_is_looked_at() -> None:
    assert set(TABLES) == set(SERVICES)


@pytest.mark.parametrize(("name", "metadata"), TABLES.items(), ids=TABLES)
def test_a_migrated_database_differs_in_nothing_from_the_tables(
    name: str, metadata: MetaData, tmp_path: Path
) -> None:
    """Else the next migration that somebody writes would carry a change that they did not make."""
    database = Database(f"sqlite:///{tmp_path}/{name}.db")
    upgrade(database, Path(services.__path__[0]) / name / "migrations")
    with database.engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        connection.execute(text("CREATE TABLE stray (id INTEGER)"))
        assert compare_metadata(MigrationContext.configure(connection), metadata)
    database.close()
