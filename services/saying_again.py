"""`cin bus say-again`: a bus that came back empty is told what its predecessor was told."""

from collections.abc import Sequence
from datetime import datetime

import click

from plumbing.database import UNAVAILABLE
from plumbing.engines import in_words
from plumbing.house import service_database
from plumbing.outbox import say_again
from plumbing.settings import Settings
from services.parked_messages import PIPES


def say_all_again(services: Sequence[str], since: datetime | None) -> int:
    """One line for each service; the exit code."""
    settings, amiss = Settings(), False
    for service in services:
        try:
            count = _say_again(settings, service, since)
            click.echo(f"{service}: {count} messages are said again")
        except UNAVAILABLE as error:
            click.echo(f"{service}: {in_words(error)}", err=True)
            amiss = True
        except ValueError as error:
            click.echo(f"{service}: {error}", err=True)
            amiss = True
    return 1 if amiss else 0


def _say_again(settings: Settings, service: str, since: datetime | None) -> int:
    database = service_database(settings, service)
    try:
        with database.begin() as session:
            return say_again(session, PIPES[service], since)
    finally:
        database.close()
