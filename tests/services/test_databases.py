"""`cin migrate` and `cin database doctor` on a real PostgreSQL: a fault is one line that says what to do."""

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from demo.engines.postgres import SERVICES, PostgreSQL, ServiceDatabase, settings_of
from plumbing.database import Database
from plumbing.migrations import newest
from services.__main__ import main
from services.records import main as records
from services.running import SERVICES as OF_THE_PRODUCT

pytestmark = pytest.mark.postgres
_numbers = count()
Cin = Callable[..., tuple[int, list[str]]]


@pytest.fixture(scope="module")
def server() -> Iterator[PostgreSQL]:
    with PostgreSQL(durable=False) as server:
        yield server


@pytest.fixture(scope="module")
def made(server: PostgreSQL) -> dict[str, ServiceDatabase]:
    return server.create_databases("doctor")


@pytest.fixture
def cin(made: dict[str, ServiceDatabase], tmp_path: Path) -> Cin:
    def run(*words: str, **different: str) -> tuple[int, list[str]]:
        environment = {"CIN_DATA": str(tmp_path)} | settings_of(made) | different
        result = CliRunner(env=environment).invoke(main, list(words), catch_exceptions=False)
        return result.exit_code, result.output.splitlines()

    return run


def test_after_migrating_twice_all_is_as_it_should_be(cin: Cin) -> None:
    fine = [f"{service}: as it should be" for service in SERVICES]
    assert cin("migrate") == (0, fine)
    assert cin("migrate") == (0, fine)
    assert cin("database", "doctor") == (0, fine)


def test_the_service_may_work_with_rows_and_change_no_table(
    cin: Cin, made: dict[str, ServiceDatabase]
) -> None:
    cin("migrate")
    database = Database(made["records"].url)
    with database.begin() as session:
        session.execute(text("DELETE FROM lease"))
    for words in (
        "CREATE TABLE stray (id integer)",
        "ALTER TABLE lease ADD stray integer",
        "DROP TABLE lease",
    ):
        with pytest.raises(OperationalError), database.begin() as session:
            session.execute(text(words))
    database.close()


def test_one_services_role_does_not_get_into_anothers_database(made: dict[str, ServiceDatabase]) -> None:
    database = Database(made["records"].url.rpartition("/")[0] + "/doctor_planning")
    with pytest.raises(OperationalError, match="permission denied"):
        database.check()
    database.close()


def test_each_fault_is_said_in_one_line(cin: Cin, made: dict[str, ServiceDatabase]) -> None:
    cin("migrate")
    code, lines = cin(
        "database",
        "doctor",
        CIN_DATABASE_PLANNING=made["planning"].url.replace("doctor_planning:", "doctor_planning:wrong"),
        CIN_DATABASE_SCHEDULER="postgresql://somebody:secret@127.0.0.1:1/nowhere",
        CIN_DATABASE_RECORDS=made["records"].url + "_gone",
        CIN_DATABASE_NOTIFICATIONS=made["notifications"].migration_url,
    )
    assert code == 1
    assert sorted(lines) == [
        "notifications: the service may change its own tables: give it the service's role, not the owner's",
        "planning: it refuses the role or its password: look at the URL in the setting",
        "records: there is no such database: make it with docs/postgres-roles.sql",
        "scheduler: it does not answer: is it running, and is the URL in the setting right?",
    ]
    assert "secret" not in "".join(lines)


def test_a_missing_right_is_named_with_its_table(
    cin: Cin, made: dict[str, ServiceDatabase], server: PostgreSQL
) -> None:
    cin("migrate")
    with server.connect(made["records"].name) as connection:
        connection.execute("REVOKE INSERT ON chronology, copy FROM doctor_records")
    code, lines = cin("database", "doctor")
    words = "the role lacks a right on chronology, copy: give it what docs/postgres-roles.sql gives"
    assert (code, f"records: {words}" in lines) == (1, True)
    with server.connect(made["records"].name) as connection:
        connection.execute("GRANT INSERT ON chronology, copy TO doctor_records")


def test_a_right_to_change_entries_is_named_and_migrating_takes_it_away(
    cin: Cin, made: dict[str, ServiceDatabase], server: PostgreSQL
) -> None:
    """As after a restore, which gives every table the rights that a new one has."""
    cin("migrate")
    with server.connect(made["records"].name) as connection:
        connection.execute("GRANT UPDATE, DELETE ON access_entry, gathered_access TO doctor_records")
    code, lines = cin("database", "doctor")
    words = (
        "the role may change rows of access_entry, gathered_access: script/cin migrate takes that right away"
    )
    assert (code, f"records: {words}" in lines) == (1, True)
    cin("migrate")
    _, lines = cin("database", "doctor")
    assert not any("may change rows" in line for line in lines)


@pytest.mark.parametrize("url", ["nonsense", "oracle://a:secret@b/c", "postgresql+psycopg9://a:secret@b/c"])
def test_what_is_no_url_is_said_without_the_password(cin: Cin, url: str) -> None:
    code, lines = cin("database", "doctor", CIN_DATABASE_PLANNING=url)
    (line,) = [line for line in lines if line.startswith("planning")]
    wanted = "CIN_DATABASE_PLANNING: this is no URL of a database"
    assert code == 1 and wanted in line and "secret" not in line


def test_tables_that_are_newer_are_not_touched(
    cin: Cin, made: dict[str, ServiceDatabase], server: PostgreSQL
) -> None:
    cin("migrate")
    with server.connect(made["planning"].name) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")
    code, lines = cin("migrate")
    assert code == 1 and any("newer (0999)" in line for line in lines)
    with server.connect(made["planning"].name) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")


_ONE_THAT_FAILS = """
revision = "0999"
down_revision = "{before}"

from alembic import op


def upgrade():
    op.execute("CREATE TABLE twice (name text CONSTRAINT once PRIMARY KEY)")
    op.execute("INSERT INTO twice VALUES ('Rosie Bell')")
    op.execute("INSERT INTO twice VALUES ('Rosie Bell')")
"""


@pytest.fixture
def empty(server: PostgreSQL) -> dict[str, ServiceDatabase]:
    return server.create_databases(f"empty{next(_numbers)}")


def _migrated(server: PostgreSQL, databases: dict[str, ServiceDatabase]) -> list[str]:
    found = []
    for service, database in databases.items():
        with server.connect(database.name) as connection:
            (there,) = connection.execute("SELECT to_regclass('alembic_version') IS NOT NULL").fetchone()
        found += [service] if there else []
    return found


def test_nothing_is_changed_where_one_database_is_out_of_reach_or_of_another_release(
    cin: Cin, empty: dict[str, ServiceDatabase], server: PostgreSQL
) -> None:
    there = settings_of(empty)
    code, lines = cin(
        "migrate",
        **there
        | {
            "CIN_MIGRATION_DATABASE_RECORDS": "postgresql://somebody:secret@127.0.0.1:1/nowhere",
            "CIN_MIGRATION_DATABASE_NOTIFICATIONS": empty["notifications"].url,
        },
    )
    assert (code, _migrated(server, empty)) == (1, [])
    assert lines == [
        "records: it does not answer: is it running, and is the URL in the setting right?",
        (
            "notifications: nothing can be changed: the owner's URL, at the primary, is wanted "
            "for CIN_MIGRATION_DATABASE_NOTIFICATIONS"
        ),
        "Nothing was changed.",
    ]


def test_a_migration_that_fails_says_so_without_a_row_and_ends_it(
    cin: Cin,
    empty: dict[str, ServiceDatabase],
    server: PostgreSQL,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What came before it stays; what it was about is as it was, and nothing after it is begun."""
    scripts = Path(shutil.copytree(records.MIGRATIONS, tmp_path / "migrations"))
    before = newest(scripts)
    (scripts / "versions" / "0999_twice.py").write_text(_ONE_THAT_FAILS.format(before=before))
    monkeypatch.setattr(OF_THE_PRODUCT["records"], "MIGRATIONS", scripts)
    code, lines = cin("migrate", **settings_of(empty))
    assert (code, _migrated(server, empty)) == (1, ["planning", "scheduler"])
    assert lines[2:] == [
        (
            "records: the migration stopped at 0999_twice: UniqueViolation, SQLSTATE 23505, table twice, "
            "constraint once; its own log says more. Its tables are as they were"
        ),
        "notifications: not begun",
    ]
