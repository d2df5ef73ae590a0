"""The engines that stores and sweeps are held to: SQLite, and one real PostgreSQL for the whole run."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Protocol

import pytest
from sqlalchemy import MetaData, select

import services
from demo.engines.postgres import SERVICES, PostgreSQL, ServiceDatabase
from plumbing.database import Database
from plumbing.migrations import upgrade

ENGINES = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))
_PLAIN = "plain"


class Databases(Protocol):
    """One test's databases, each its own; they are gone after it."""

    def empty(self, name: str) -> Database:
        """Without tables, as the role that may make them."""

    def of(self, service: str) -> Database:
        """With the service's tables, as the role that the service has."""

    def settings(self) -> dict[str, str]:
        """What makes a house use four such databases."""


class SQLiteDatabases:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def empty(self, name: str) -> Database:
        return Database(f"sqlite:///{self._folder}/{name}.db")

    def of(self, service: str) -> Database:
        database = self.empty(service)
        upgrade(database, migrations_of(service))
        return database

    def settings(self) -> dict[str, str]:
        return {}


class PostgreSQLDatabases:
    """Copies of one template for each service: its migrations run once."""

    def __init__(self, server: "TestServer") -> None:
        self._server = server
        self._made: list[str] = []
        self._opened: list[Database] = []

    def empty(self, name: str) -> Database:
        return self._open(self._copy(_PLAIN).migration_url)

    def of(self, service: str) -> Database:
        return self._open(self._copy(service).url)

    def settings(self) -> dict[str, str]:
        return {f"CIN_DATABASE_{service.upper()}": self._copy(service).url for service in SERVICES}

    def close(self) -> None:
        for database in self._opened:
            database.close()
        self._server.drop(self._made)

    def _open(self, url: str) -> Database:
        self._opened.append(Database(url))
        return self._opened[-1]

    def _copy(self, service: str) -> ServiceDatabase:
        copied = self._server.copy(service)
        self._made.append(copied.name)
        return copied


class TestServer:
    """The run's PostgreSQL, started when the first test wants it."""

    __test__ = False

    def __init__(self) -> None:
        self.server = PostgreSQL(durable=False)
        self._templates: dict[str, ServiceDatabase] = {}
        self._numbers = count(1)

    def copy(self, service: str) -> ServiceDatabase:
        if not self._templates:
            self.server.start()
        if service not in self._templates:
            self._templates[service] = self._template(service)
        template = self._templates[service]
        name = f"{template.name}_{next(self._numbers)}"
        with self.server.connect() as connection:
            connection.execute(
                f'CREATE DATABASE "{name}" OWNER "{template.name}_owner" TEMPLATE "{template.name}"'.encode()
            )
        return ServiceDatabase(
            service,
            name,
            *(url.rpartition("/")[0] + f"/{name}" for url in (template.url, template.migration_url)),
        )

    def drop(self, names: list[str]) -> None:
        if names:
            with self.server.connect() as connection:
                for name in names:
                    connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())

    def _template(self, service: str) -> ServiceDatabase:
        made = self.server.create_database("template", service)
        if service != _PLAIN:
            owner = Database(made.migration_url)
            upgrade(owner, migrations_of(service))
            owner.close()
        return made


def rows_of(database: Database, *but: str) -> Iterator[str]:
    """Every row of every table as text, bytes and all; `but`: tables to leave out."""
    tables = MetaData()
    tables.reflect(database.engine)
    with database.read() as session:
        for table in tables.sorted_tables:
            if table.name not in but:
                yield from (f"{table.name} {tuple(row)!r}" for row in session.execute(select(table)))


def migrations_of(service: str) -> Path:
    return Path(services.__path__[0]) / service / "migrations"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[TestServer]:
    server = TestServer()
    yield server
    server.server.close()


@pytest.fixture(params=ENGINES)
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Databases]:
    """Every test that uses this runs once on each engine."""
    if request.param == "sqlite":
        yield SQLiteDatabases(tmp_path)
        return
    made = PostgreSQLDatabases(request.getfixturevalue("postgres_server"))
    yield made
    made.close()
