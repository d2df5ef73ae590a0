"""`cin parked`: what a service could not take, for the people who mend it."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

import click
from sqlalchemy.orm import Session

from plumbing.clocks import CivilClock
from plumbing.database import UNAVAILABLE
from plumbing.engines import in_words
from plumbing.house import House, bus_of
from plumbing.parked import CannotSettle, list_parked, replay, show
from plumbing.pipes import Pipes
from plumbing.settings import Settings
from services.notifications import main as notifications
from services.notifications.adapters import tables as notifications_tables
from services.notifications.worker import handlers as notifications_handlers
from services.planning import main as planning
from services.planning.adapters import tables as planning_tables
from services.planning.worker import handlers as planning_handlers
from services.records import main as records
from services.records.adapters import tables as records_tables
from services.records.worker import handlers as records_handlers
from services.scheduler import main as scheduler
from services.scheduler.adapters import tables as scheduler_tables
from services.scheduler.worker import handlers as scheduler_handlers

PIPES: Mapping[str, Pipes] = {
    "planning": planning_tables.plumbing,
    "scheduler": scheduler_tables.plumbing,
    "records": records_tables.PIPES,
    "notifications": notifications_tables.plumbing,
}


def print_list(service: str | None, every: bool) -> None:
    house = _house()
    found = 0
    for name in [_known(service)] if service else PIPES:
        with _reading(house, name) as session:
            for one in list_parked(session, PIPES[name], None if every else "open"):
                click.echo(f"{name}  {one.id}  {one.status}  {one.message.topic}  {one.type}  {one.error}")
                found += 1
    if not found:
        click.echo("Nothing is parked.")


def print_one(service: str, identity: str) -> None:
    with _reading(_house(), _known(service)) as session:
        one = show(session, PIPES[service], identity)
    for name, value in vars(one).items():
        click.echo(f"{name}: {value}")


def take_again(service: str, identity: str, by: str) -> None:
    """Says what became of it; exit code 1 where it failed again and stays parked."""
    house = _house()
    handlers = _handlers(house, _known(service))
    database = house.database(service)
    try:
        replay(database, PIPES[service], planning.CONTRACTS, handlers, identity, by)
    except CannotSettle as refusal:
        _end(str(refusal))
    except Exception as error:  # whatever the handler raises is what the person must hear
        _end(f"It failed again ({type(error).__name__}) and stays parked: mend the cause first.")
    click.echo("Replayed.")


@contextmanager
def _reading(house: House, service: str) -> Iterator[Session]:
    """One look into a service's database; in words where there is none, or nothing of that id."""
    try:
        with house.database(service).read() as session:
            yield session
    except CannotSettle as refusal:
        _end(str(refusal))
    except UNAVAILABLE as error:
        if not house.database(service).is_sqlite:
            _end(f"{service}: {in_words(error)}")
        _end(
            f"{service} has no database here yet ({house.settings.data}): start the product, or set CIN_DATA."
        )


def _end(words: str) -> NoReturn:
    click.echo(words, err=True)
    sys.exit(1)


def _handlers(house: House, service: str) -> Mapping[Any, Any]:
    if service == "planning":
        return planning_handlers.handlers(planning.desk_of(house))
    if service == "scheduler":
        return scheduler_handlers.handlers(scheduler.desk_of(house))
    if service == "notifications":
        return notifications_handlers.handlers(notifications.desk_of(house))
    records.desk_of(house)
    return records_handlers.handlers(house.machine)


def _known(service: str) -> str:
    if service not in PIPES:
        click.echo(f"There is no service {service!r}. There are: {', '.join(PIPES)}", err=True)
        sys.exit(2)
    return service


def _house() -> House:
    settings = Settings()
    settings.data.mkdir(parents=True, exist_ok=True)
    return House(settings, bus_of(settings), CivilClock(settings.zone))
