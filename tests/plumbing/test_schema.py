"""A database and its code: brought together where that may be, else said in one line until it is mended."""

import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import inspect, text

from plumbing.database import Database
from plumbing.roles import Role
from plumbing.schema import Schema
from tests.contracts.reading import until
from tests.databases import Databases

_MIGRATION = """
revision = "{number}"
down_revision = {before}

from alembic import op
import sqlalchemy as sa


def upgrade():
    op.create_table("made_{number}", sa.Column("id", sa.Integer))
"""
_ENVIRONMENT = """
from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
"""


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text(_ENVIRONMENT)
    _write(folder, 1)
    return folder


def _write(folder: Path, number: int) -> None:
    before = repr(f"{number - 1:04}") if number > 1 else None
    words = _MIGRATION.format(number=f"{number:04}", before=before)
    (folder / "versions" / f"{number:04}.py").write_text(words)


def _write_one_that_suits_the_first(folder: Path) -> None:
    words = _MIGRATION.format(number="0002", before=repr("0001"))
    words = words.replace('revision = "0002"', 'revision = "0002_from_0001"', 1)
    (folder / "versions" / "0002.py").write_text(words)


def _set_revision(database: Database, revision: str) -> None:
    with database.begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})


def test_where_it_may_it_migrates_and_then_the_service_does_what_is_first(
    databases: Databases, scripts: Path
) -> None:
    database, done = databases.empty("schema"), list[str]()
    schema = Schema("records", database, scripts, owner=database, then=lambda _: done.append("staff"))
    assert schema.ready() is None and schema.ready() is None
    assert done == ["staff"]


def test_where_it_may_not_it_says_what_to_run_and_goes_on_once_that_was_done(
    databases: Databases, scripts: Path, running: Callable[[Role], Thread]
) -> None:
    database, done = databases.empty("schema"), list[str]()
    schema = Schema("records", database, scripts, owner=None, then=lambda _: done.append("staff"))
    running(schema)
    assert schema.ready() == "records:database: it has no tables yet: run script/cin migrate"
    assert schema.quiet() and not done
    Schema("records", database, scripts, owner=database).ready()
    until(lambda: schema.quiet() is None, "it never saw that the tables are there")
    assert schema.ready() is None and done == ["staff"]


def test_tables_that_are_newer_than_the_code_are_said_and_left_alone(
    databases: Databases, scripts: Path
) -> None:
    database = databases.empty("schema")
    schema = Schema("records", database, scripts, owner=database)
    assert schema.ready() is None
    _set_revision(database, "0007")
    newer = "its tables are newer (0007) than this code (0001): run the release that they are of"
    assert schema.ready() == f"records:database: {newer}"
    assert Schema("records", database, scripts, owner=database).ready() == f"records:database: {newer}"
    _set_revision(database, "0001")
    assert schema.ready() is None


def test_tables_that_are_older_than_the_code_are_said(
    databases: Databases, scripts: Path, tmp_path: Path
) -> None:
    database = databases.empty("schema")
    assert Schema("records", database, scripts, owner=database).ready() is None
    (tmp_path / "next").mkdir()
    later = tmp_path / "next" / "migrations"
    scripts.rename(later)
    _write(later, 2)
    words = Schema("records", database, later, owner=None).ready()
    assert words == (
        "records:database: its tables are older (0001) than this code (0002): run script/cin migrate"
    )
    assert Schema("records", database, later, owner=database).ready() is None


def test_newer_tables_that_suit_the_code_leave_it_ready_through_an_upgrade_and_back(
    databases: Databases, scripts: Path, tmp_path: Path
) -> None:
    """The pods of the old release serve while those of the new one start, and after a rollback."""
    database = databases.empty("schema")
    before = Schema("records", database, scripts, owner=database)
    assert before.ready() is None
    newer = Path(shutil.copytree(scripts, tmp_path / "newer"))
    _write_one_that_suits_the_first(newer)
    after = Schema("records", database, newer, owner=database)
    assert after.ready() is None and inspect(database.engine).has_table("made_0002")
    assert before.ready() is None
    rolled_back = Schema("records", database, scripts, owner=database)
    assert rolled_back.ready() is None and inspect(database.engine).has_table("made_0002")


def test_a_revision_is_named_by_its_number_alone_in_what_a_newer_one_suits(
    databases: Databases, scripts: Path
) -> None:
    _write_one_that_suits_the_first(scripts)
    database = databases.empty("schema")
    schema = Schema("records", database, scripts, owner=database)
    assert schema.ready() is None
    _set_revision(database, "0003_from_0002")
    assert schema.ready() is None


def test_code_older_than_what_the_tables_suit_is_told_so(databases: Databases, scripts: Path) -> None:
    database = databases.empty("schema")
    schema = Schema("records", database, scripts, owner=database)
    assert schema.ready() is None
    _set_revision(database, "0003_from_0002")
    assert "newer (0003_from_0002)" in str(schema.ready())
