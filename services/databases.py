"""`cin migrate` and `cin database doctor`: a line for each service, and what to do where it is amiss."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import click
from sqlalchemy import Inspector, inspect, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from plumbing.append_only import take_rights
from plumbing.database import Database
from plumbing.engines import in_words
from plumbing.house import owned_database, service_database
from plumbing.migrations import MigrationFailed, misfit, upgrade
from plumbing.settings import Settings
from services.running import SERVICES

_OLDEST = 130000
"""PostgreSQL 13, as its own `server_version_num` says it."""
_READS_AND_ADDS, _WORKS = ("SELECT", "INSERT"), ("UPDATE", "DELETE")
_ONLY_ADDED = frozenset({"access_entry", "gathered_access"})
"""Tables of whose rows the service may change none."""
_MAY_CHANGE = "SELECT has_schema_privilege('public', 'CREATE') AND NOT pg_is_in_recovery()"
_OWNER = "the owner's URL, at the primary, is wanted"
_APART = 5.0
"""Seconds: a token that is dated further ahead than this is refused."""


def migrate() -> int:
    """Every service's database, one after another; the exit code.

    All are reached before any is changed, and the first that fails ends it. Each is one transaction.
    """
    if _for_each(_reach, silent=True):
        click.echo("Nothing was changed.", err=True)
        return 1
    return _for_each(_migrate, stops=True)


def doctor() -> int:
    """Asks each database as its service would; the exit code."""
    return _for_each(_examine)


def _for_each(act: Callable[[Settings, str], list[str]], *, silent: bool = False, stops: bool = False) -> int:
    """`silent`: where all is well. `stops`: at the first fault, and says what was not begun."""
    settings, amiss, names = Settings(), False, list(SERVICES)
    settings.data.mkdir(parents=True, exist_ok=True)
    for number, service in enumerate(names, 1):
        lines = _in_words(act, settings, service)
        for line in lines or ([] if silent else ["as it should be"]):
            click.echo(f"{service}: {line}", err=bool(lines))
        amiss = amiss or bool(lines)
        if lines and stops:
            for later in names[number:]:
                click.echo(f"{later}: not begun", err=True)
            break
    return 1 if amiss else 0


def faults_of_database(settings: Settings, service: str) -> list[str]:
    """One line each, empty where all is as it should be."""
    return _in_words(_examine, settings, service)


def _in_words(act: Callable[[Settings, str], list[str]], settings: Settings, service: str) -> list[str]:
    try:
        return act(settings, service)
    except SQLAlchemyError as error:
        return [in_words(error)]
    except (MigrationFailed, ValueError) as error:
        return [str(error)]


def _reach(settings: Settings, service: str) -> list[str]:
    """Whether it can be migrated, as far as that can be known without a change."""
    database = owned_database(settings, service)
    try:
        words = misfit(database, SERVICES[service].MIGRATIONS)
        if words and "newer" in words:
            return [words]
        if database.is_sqlite or not words:
            return []
        with database.read() as session:
            able = session.execute(text(_MAY_CHANGE)).scalar_one()
        return (
            [] if able else [f"nothing can be changed: {_OWNER} for CIN_MIGRATION_DATABASE_{service.upper()}"]
        )
    finally:
        database.close()


def _migrate(settings: Settings, service: str) -> list[str]:
    database = owned_database(settings, service)
    scripts = SERVICES[service].MIGRATIONS
    try:
        if misfit(database, scripts):
            upgrade(database, scripts)
        only_added = _ONLY_ADDED & set(_tables(database))
        with database.engine.begin() as connection:
            for table in sorted(only_added):
                take_rights(connection, table)
        return []
    finally:
        database.close()


def _examine(settings: Settings, service: str) -> list[str]:
    database = service_database(settings, service)
    try:
        words = misfit(database, SERVICES[service].MIGRATIONS)
        if database.is_sqlite or words:
            return [words] if words else []
        with database.read() as session:
            return list(_faults(session, database))
    finally:
        database.close()


def _faults(session: Session, database: Database) -> Iterator[str]:
    if int(session.execute(text("SHOW server_version_num")).scalar_one()) < _OLDEST:
        yield "its PostgreSQL is too old: 13 or newer is wanted"
    if session.execute(text("SHOW server_encoding")).scalar_one() != "UTF8":
        yield "its encoding is not UTF8: make it anew with docs/postgres-roles.sql"
    owns = session.execute(text("SELECT has_schema_privilege('public', 'CREATE')")).scalar_one()
    if owns:
        yield "the service may change its own tables: give it the service's role, not the owner's"
    apart = datetime.now(UTC) - session.execute(text("SELECT clock_timestamp()")).scalar_one()
    if abs(apart.total_seconds()) > _APART:
        yield (
            f"its clock and this machine's are {abs(apart.total_seconds()):.0f} seconds apart: "
            "let both follow a time server, or services will not believe one another"
        )
    tables = _tables(database)
    lacking = [name for name in tables if not _may(session, name, _READS_AND_ADDS)]
    lacking += [name for name in tables if name not in _ONLY_ADDED and not _may(session, name, _WORKS)]
    if lacking:
        named = ", ".join(sorted(set(lacking)))
        yield f"the role lacks a right on {named}: give it what docs/postgres-roles.sql gives"
    too_much = sorted(name for name in _ONLY_ADDED & set(tables) if _may_any(session, name, _WORKS))
    if too_much and not owns:
        yield f"the role may change rows of {', '.join(too_much)}: script/cin migrate takes that right away"


def _tables(database: Database) -> list[str]:
    inspector: Inspector = inspect(database.engine)
    return sorted(set(inspector.get_table_names()) - {"alembic_version"})


def _may(session: Session, table: str, rights: tuple[str, ...]) -> bool:
    """has_table_privilege with several rights is true where there is one of them: each is asked for."""
    return all(_may_any(session, table, (right,)) for right in rights)


def _may_any(session: Session, table: str, rights: tuple[str, ...]) -> bool:
    asked = text("SELECT has_table_privilege(:table, :rights)")
    found = session.execute(asked, {"table": f'"{table}"', "rights": ", ".join(rights)})
    return bool(found.scalar_one())
