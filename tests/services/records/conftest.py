"""A records of its own for each test: real SQLite in a folder of its own, and the real typesetter."""

from pathlib import Path

import pytest

from plumbing.database import Database
from plumbing.migrations import upgrade
from services.records.adapters.typesetting import Typesetter, fonts_folder
from services.records.main import MIGRATIONS


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = Database(f"sqlite:///{tmp_path}/records.db")
    upgrade(database, MIGRATIONS)
    return database


@pytest.fixture(scope="session")
def typesetter() -> Typesetter:
    return Typesetter(fonts_folder(""))
