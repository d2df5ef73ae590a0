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
ON_SQLITE, ON_POSTGRESQL = (pytest.mark.parametrize("databases", [one], indirect=True) for one in ENGINES)
"""For what only one of them does: a lease that runs out, and two that write at once."""
_PLAIN = "plain"


class Databases(Protocol):
    """One test's databases, each its own; they are gone after it."""

    def empty(self, name: str) -> Database:
        """Without tables, as the role that may make them."""

    def of(self, service: str) -> Database:
        """With the service's tables, as the role that the service has."""

    def settings(self, kept: str = "") -> dict[str, str]:
        """What makes a house use four such databases, with the rows that were kept by this name."""

    def keep(self, name: str) -> None:
        """The rows of the four, as they are now and nobody uses them; files are kept by whoever has them."""


_FILES: dict[tuple[str, str], bytes] = {}
"""A service's file, with its tables and the rows that were kept by this name; without a name, no rows."""


class SQLiteDatabases:
    """A service's migrations run once in a process; its file is copied."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._houses = 0

    def empty(self, name: str) -> Database:
        return Database(f"sqlite:///{self._folder}/{name}.db")

    def of(self, service: str) -> Database:
        return self._placed(self._folder, service)

    def settings(self, kept: str = "") -> dict[str, str]:
        """In a folder of their own, as a test may have two houses."""
        self._houses += 1
        placed = {name: self._placed(self._house, name, kept) for name in SERVICES}
        return {f"CIN_DATABASE_{name.upper()}": database.url for name, database in placed.items()}

    def keep(self, name: str) -> None:
        """Of the house whose settings were asked for last."""
        _FILES.update({(one, name): (self._house / f"{one}.db").read_bytes() for one in SERVICES})

    @property
    def _house(self) -> Path:
        return self._folder / f"house-{self._houses}"

    def _placed(self, folder: Path, service: str, kept: str = "") -> Database:
        file = folder / f"{service}.db"
        folder.mkdir(exist_ok=True)
        made = Database(f"sqlite:///{file}")
        if file.exists():
            return made
        if (service, kept) not in _FILES:
            upgrade(made, migrations_of(service))
            made.close()  # its log is written into the file
            _FILES[service, kept] = file.read_bytes()
        file.write_bytes(_FILES[service, kept])
        return made


class PostgreSQLDatabases:
    """A service's migrations run once for the whole run; its databases are emptied and used again."""

    def __init__(self, server: "TestServer") -> None:
        self._server = server
        self._taken: list[ServiceDatabase] = []
        self._opened: list[Database] = []

    def empty(self, name: str) -> Database:
        return self._open(self._take(_PLAIN).migration_url)

    def of(self, service: str) -> Database:
        return self._open(self._take(service).url)

    def settings(self, kept: str = "") -> dict[str, str]:
        return {f"CIN_DATABASE_{name.upper()}": self._take(name, kept).url for name in SERVICES}

    def keep(self, name: str) -> None:
        for database in self._taken:
            self._server.keep(database, name)

    def close(self) -> None:
        for opened in self._opened:
            opened.close()
        for database in self._taken:
            self._server.give_back(database)

    def _open(self, url: str) -> Database:
        self._opened.append(Database(url))
        return self._opened[-1]

    def _take(self, service: str, kept: str = "") -> ServiceDatabase:
        self._taken.append(self._server.take(service, kept))
        return self._taken[-1]


_EMPTY_THE_TABLES = b"""
DO $$
DECLARE name text;
BEGIN
    SET LOCAL session_replication_role = replica;  -- in any order, whatever refers to what
    FOR name IN SELECT quote_ident(tablename) FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE 'DELETE FROM ' || name;
    END LOOP;
    PERFORM setval(quote_ident(sequencename)::regclass, 1, false) FROM pg_sequences;
END $$
"""
_DROP_THE_TABLES = b"DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION pg_database_owner"


class TestServer:
    """The run's PostgreSQL, started when the first test wants it."""

    __test__ = False

    def __init__(self) -> None:
        self.server = PostgreSQL(durable=False)
        self._templates: dict[str, ServiceDatabase] = {}
        self._kept: dict[tuple[str, str], ServiceDatabase] = {}
        self._free: dict[str, list[ServiceDatabase]] = {}
        self._once: set[str] = set()
        self._numbers = count(1)

    def take(self, service: str, kept: str = "") -> ServiceDatabase:
        if kept:
            made = self._copy(self._kept[service, kept])
            self._once.add(made.name)
            return made
        if not self._templates:
            self.server.start()
        if service not in self._templates:
            self._templates[service] = self._template(service)
        free = self._free.setdefault(service, [])
        return free.pop() if free else self._copy(self._templates[service])

    def keep(self, database: ServiceDatabase, name: str) -> None:
        self._kept[database.service, name] = self._copy(database)

    def give_back(self, database: ServiceDatabase) -> None:
        """Without rows; a plain one without tables. A copy of kept rows goes."""
        if database.name in self._once:
            with self.server.connect() as connection:
                connection.execute(f'DROP DATABASE "{database.name}" WITH (FORCE)'.encode())
            return
        with self.server.connect(database.name) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            connection.execute(_DROP_THE_TABLES if database.service == _PLAIN else _EMPTY_THE_TABLES)
        self._free[database.service].append(database)

    def _copy(self, template: ServiceDatabase) -> ServiceDatabase:
        """Of a database that nobody is connected to."""
        first = f"template_{template.service}"
        name = f"{first}_{next(self._numbers)}"
        with self.server.connect() as connection:
            words = f'CREATE DATABASE "{name}" OWNER "{first}_owner" TEMPLATE "{template.name}"'
            connection.execute(words.encode())
        urls = (url.rpartition("/")[0] + f"/{name}" for url in (template.url, template.migration_url))
        return ServiceDatabase(template.service, name, *urls)

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
