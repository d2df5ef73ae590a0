"""Runs docs/postgres-roles.sql as psql would, so that what operators read is what is tested."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import psycopg
from psycopg import sql

FILE = Path(__file__).parents[2] / "docs" / "postgres-roles.sql"
_VARIABLE = re.compile(r""":(["'])(\w+)\1""")


def create(connect: Callable[[str], psycopg.Connection], variables: Mapping[str, str]) -> None:
    """`variables`: database, owner, owner_password, service, service_password."""
    outside, inside = re.split(r"^\\connect.*$", FILE.read_text("utf-8"), flags=re.MULTILINE)
    _run(connect, "postgres", outside, variables)
    _run(connect, variables["database"], inside, variables)


def _run(
    connect: Callable[[str], psycopg.Connection], database: str, words: str, variables: Mapping[str, str]
) -> None:
    lines = [line for line in words.splitlines() if not line.startswith("--")]
    with connect(database) as connection:
        for statement in "\n".join(lines).split(";"):
            if statement.strip():
                connection.execute(_filled(connection, statement, variables))


def _filled(connection: psycopg.Connection, statement: str, variables: Mapping[str, str]) -> bytes:
    def value(match: re.Match[str]) -> str:
        quoted = sql.Identifier if match[1] == '"' else sql.Literal
        return quoted(variables[match[2]]).as_string(connection)

    return _VARIABLE.sub(value, statement).encode()
