"""Brings one service's database to the newest of its own migrations; safe to run again."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from plumbing.database import Database
from plumbing.failpoints import reach


def upgrade(database: Database, scripts: Path) -> None:
    """`scripts`: the service's migrations folder. One transaction: all of it or nothing."""
    configuration = Config()
    configuration.set_main_option("script_location", str(scripts).replace("%", "%%"))
    with database.engine.begin() as connection:
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "head")
        reach("migration: changed, not committed")
