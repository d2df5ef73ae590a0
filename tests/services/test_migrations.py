"""Each service's migrations make exactly the tables that its code expects, and two at once do not collide."""

import re
import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, text

from plumbing.migrations import misfit, upgrade
from services.notifications.adapters import tables as notifications
from services.planning.adapters import tables as planning
from services.records.adapters import tables as records
from services.running import SERVICES
from services.scheduler.adapters import tables as scheduler
from tests.databases import Databases, migrations_of

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
    name: str, metadata: MetaData, databases: Databases
) -> None:
    """Else the next migration that somebody writes would carry a change that they did not make."""
    database = databases.empty(name)
    upgrade(database, migrations_of(name))
    with database.engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        connection.execute(text("CREATE TABLE one_too_many (id INTEGER)"))
        assert compare_metadata(MigrationContext.configure(connection), metadata)
    database.close()


_ANOTHER_PROCESS = """
import sys
from pathlib import Path
from plumbing.database import Database
from plumbing.migrations import misfit, upgrade
upgrade(Database(sys.argv[1]), Path(sys.argv[2]))
"""


def test_four_processes_that_migrate_at_once_make_the_tables_once(databases: Databases) -> None:
    database, scripts = databases.empty("planning"), migrations_of("planning")
    command = [sys.executable, "-c", _ANOTHER_PROCESS, database.url, str(scripts)]
    processes = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(4)]
    ended = [(process.communicate(timeout=60)[1], process.returncode) for process in processes]
    assert [code for _, code in ended] == [0] * 4, ended
    assert misfit(database, scripts) is None


def test_a_database_without_tables_or_with_others_than_the_code_wants_is_said_in_words(
    databases: Databases,
) -> None:
    database, scripts = databases.empty("notifications"), migrations_of("notifications")
    assert misfit(database, scripts) == "it has no tables yet: run script/cin migrate"
    upgrade(database, scripts)
    for revision, words in (("0001", "older (0001)"), ("9999", "newer (9999)")):
        with database.begin() as session:
            session.execute(
                text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision}
            )
        assert words in str(misfit(database, scripts))


@pytest.mark.parametrize("name", TABLES)
def test_what_code_a_migration_suits_never_goes_back(name: str) -> None:
    """Else tables that an earlier migration took from the old code would be called fit for it again."""
    oldest = ""
    for path in sorted((migrations_of(name) / "versions").glob("*.py")):
        revision = re.search(r'^revision = "(\w+)"', path.read_text("utf-8"), re.MULTILINE)
        assert revision, path
        number, _, suits = revision[1].partition("_from_")
        assert oldest <= (suits or number) <= number, path
        oldest = suits or number
