"""`cin keys make`: the keys that services sign with, for those who hand each service its own."""

import sys
from pathlib import Path

import click

from plumbing.tokens import Keys
from plumbing.whole_files import kept
from services.planning.main import PAGES_SECRET, new_pages_secret
from services.rights import SERVICES


def make_keys(folder: Path) -> None:
    """One pair for each service, and what forms are signed with; what is there already stays as it is."""
    keys = Keys(folder)
    try:
        for service in SERVICES:
            keys.private(service)
        kept(folder / PAGES_SECRET, new_pages_secret)
    except (OSError, ValueError) as error:
        click.echo(f"{folder}: the keys cannot be kept here. {error}", err=True)
        sys.exit(1)
    for name in sorted(path.name for path in folder.iterdir()):
        click.echo(name)
