"""A records of its own for each test: on each engine, and the real typesetter."""

import pytest

from plumbing.database import Database
from services.records.adapters.typesetting import Typesetter, fonts_folder
from tests.databases import Databases


@pytest.fixture
def database(databases: Databases) -> Database:
    return databases.of("records")


@pytest.fixture(scope="session")
def typesetter() -> Typesetter:
    return Typesetter(fonts_folder(""))
