"""The commands of docs/operating.md on a real PostgreSQL: dumped, put back elsewhere, and as it should be."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from demo.engines.postgres import PostgreSQL, ServiceDatabase, settings_of
from plumbing.database import Database
from services.__main__ import main

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def server() -> Iterator[PostgreSQL]:
    with PostgreSQL(durable=False) as server:
        yield server


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")


def _cin(made: dict[str, ServiceDatabase], folder: Path, *words: str) -> None:
    ended = CliRunner(env={"CIN_DATA": str(folder), **settings_of(made)}).invoke(main, list(words))
    assert ended.exit_code == 0, ended.output


def _ran(*command: str) -> None:
    ended = subprocess.run(command, capture_output=True, text=True, env=os.environ, timeout=60)
    assert ended.returncode == 0, ended.stderr


def test_a_dump_is_put_back_into_empty_databases_with_every_row_and_right(
    server: PostgreSQL, tmp_path: Path
) -> None:
    old = server.create_databases("old")
    _cin(old, tmp_path, "migrate")
    database = Database(old["notifications"].url)
    with database.begin() as session:
        session.execute(text("""INSERT INTO sent_before VALUES ('<a@b>', NULL, now())"""))
    database.close()
    new = server.create_databases("new")
    for service in ("notifications", "records", "scheduler", "planning"):
        dump = str(tmp_path / f"{service}.dump")
        source, target = (_plain(each[service].migration_url) for each in (old, new))
        _ran("pg_dump", "--format=custom", "--no-owner", "--no-acl", "--file", dump, source)
        _ran("pg_restore", "--no-owner", "--no-acl", "--exit-on-error", "--dbname", target, dump)
    _cin(new, tmp_path, "migrate")
    _cin(new, tmp_path, "database", "doctor")
    database = Database(new["notifications"].url)
    with database.read() as session:
        assert session.execute(text("SELECT message_id FROM sent_before")).scalar_one() == "<a@b>"
    database.close()
