"""`cin parked`: what a service could not take, for the people who mend it."""

import sys
from collections.abc import Mapping
from typing import Any

import click

from plumbing.bus import open_bus
from plumbing.clocks import CivilClock
from plumbing.house import House
from plumbing.parked import list_parked, replay, show
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

_PIPES: Mapping[str, Pipes] = {
    "planning": planning_tables.plumbing,
    "scheduler": scheduler_tables.plumbing,
    "records": records_tables.PIPES,
    "notifications": notifications_tables.plumbing,
}


def print_list(service: str | None, every: bool) -> None:
    house = _house()
    found = 0
    for name in [service] if service else _PIPES:
        with house.database(_known(name)).read() as session:
            for one in list_parked(session, _PIPES[name], None if every else "open"):
                click.echo(f"{name}  {one.id}  {one.status}  {one.message.topic}  {one.type}  {one.error}")
                found += 1
    if not found:
        click.echo("Nothing is parked.")


def print_one(service: str, identity: str) -> None:
    house = _house()
    with house.database(_known(service)).read() as session:
        one = show(session, _PIPES[service], identity)
    for name, value in vars(one).items():
        click.echo(f"{name}: {value!r}" if isinstance(value, bytes) else f"{name}: {value}")


def take_again(service: str, identity: str, by: str) -> None:
    """Says what became of it; exit code 1 where it failed again and stays parked."""
    house = _house()
    try:
        replay(
            house.database(_known(service)),
            _PIPES[service],
            planning.CONTRACTS,
            _handlers(house, service),
            identity,
            by,
        )
    except Exception as error:  # whatever the handler raises is what the person must hear
        click.echo(
            f"It failed again ({type(error).__name__}) and stays parked: mend the cause first.", err=True
        )
        sys.exit(1)
    click.echo("Replayed.")


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
    if service not in _PIPES:
        click.echo(f"There is no service {service!r}. There are: {', '.join(_PIPES)}", err=True)
        sys.exit(2)
    return service


def _house() -> House:
    settings = Settings()
    return House(settings, open_bus(settings.text("CIN_BUS")), CivilClock(settings.zone))
