"""Brings one service's database to the newest of its own migrations, and says where the two do not fit."""

import traceback
from functools import cache
from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from plumbing.database import Database
from plumbing.engines import refusal_in_words
from plumbing.failpoints import reach

_FROM = "_from_"
"""In a revision's name, before the oldest one whose code can work with its tables."""
_in_this_process = Lock()
"""Alembic keeps what it is doing in module variables."""


class MigrationFailed(Exception):
    """The tables are as before. In one line: which revision, and what kind of fault; no row of anybody."""


def upgrade(database: Database, scripts: Path) -> None:
    """`scripts`: the service's migrations folder. One transaction: all of it or nothing; safe to run again.

    Two processes take turns: the second finds nothing left to do. Newer tables are not touched.
    Raises MigrationFailed.
    """
    try:
        _upgrade(database, scripts)
    except SQLAlchemyError as error:
        words = f"{_where(error, scripts)}: {refusal_in_words(error)}. Its tables are as they were"
        raise MigrationFailed(words) from None  # the cause would be printed with its row


def _where(error: SQLAlchemyError, scripts: Path) -> str:
    """The revision's file; at the commit, or before the first, there is none."""
    files = [Path(frame.filename) for frame in traceback.extract_tb(error.__traceback__)]
    names = [file.stem for file in files if file.parent == scripts / "versions"]
    return f"the migration stopped at {names[-1]}" if names else "the migration stopped"


def _upgrade(database: Database, scripts: Path) -> None:
    with _in_this_process, database.engine.begin() as connection:
        if not database.is_sqlite:
            _take_turns(connection)
        configuration = _configuration(scripts)
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "head")
        reach("migration: changed, not committed")


def misfit(database: Database, scripts: Path) -> str | None:
    """In words where the tables do not suit this code; raises what is in UNAVAILABLE.

    Newer tables suit it where their revision says so: with `0004_from_0003` the code of 0003 goes on.
    """
    with database.read() as session:
        found = MigrationContext.configure(session.connection()).get_current_revision()
    wanted, known = _revisions(scripts)
    if found == wanted:
        return None
    if found is None:
        return "it has no tables yet: run script/cin migrate"
    if found in known:
        return f"its tables are older ({found}) than this code ({wanted}): run script/cin migrate"
    if found.partition(_FROM)[2] in {each.partition(_FROM)[0] for each in known}:
        return None
    return f"its tables are newer ({found}) than this code ({wanted}): run the release that they are of"


def newest(scripts: Path) -> str:
    """The revision that this code brings its tables to."""
    return _revisions(scripts)[0] or ""


def _take_turns(connection: Connection) -> None:
    """Waits as long as it takes for another migration, then half a minute for each table that is in use."""
    for limit in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
        connection.execute(text(f"SET LOCAL {limit} = 0"))
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('migration', 0))"))
    connection.execute(text("SET LOCAL lock_timeout = '30s'"))


@cache
def _revisions(scripts: Path) -> tuple[str | None, frozenset[str]]:
    directory = ScriptDirectory.from_config(_configuration(scripts))
    return directory.get_current_head(), frozenset(each.revision for each in directory.walk_revisions())


def _configuration(scripts: Path) -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(scripts).replace("%", "%%"))
    return configuration
