"""Writes a service's next migration by comparing its tables with an empty database brought up to date."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

from plumbing.database import Database
from plumbing.migrations import upgrade


def main(service: str, words: str) -> None:
    scripts = Path("services") / service / "migrations"
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/empty.db")
        versions = sorted((scripts / "versions").glob("*.py"))
        if versions:
            upgrade(database, scripts)
        configuration = Config()
        configuration.set_main_option("script_location", str(scripts))
        configuration.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        with database.engine.begin() as connection:
            configuration.attributes["connection"] = connection
            command.revision(configuration, words, autogenerate=True, rev_id=f"{len(versions) + 1:04}")


if __name__ == "__main__":
    main(*sys.argv[1:])
