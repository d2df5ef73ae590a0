"""Writes a service's next migration by comparing its tables with an empty database brought up to date."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

from plumbing.database import Database
from plumbing.migrations import upgrade


def main(service: str, words: str, option: str = "--suits", oldest: str = "") -> None:
    if option != "--suits":
        sys.exit(f"{option}: --suits REVISION is all there is")
    scripts = Path("services") / service / "migrations"
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/empty.db")
        versions = sorted((scripts / "versions").glob("*.py"))
        if versions:
            upgrade(database, scripts)
        revision = f"{len(versions) + 1:04}" + (f"_from_{oldest}" if oldest else "")
        configuration = Config()
        configuration.set_main_option("script_location", str(scripts))
        configuration.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        with database.engine.begin() as connection:
            configuration.attributes["connection"] = connection
            command.revision(configuration, words, autogenerate=True, rev_id=revision)


if __name__ == "__main__":
    main(*sys.argv[1:])
