"""`cin doctor`: looks at everything that a process needs, and says in words what is wrong with it."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from threading import Thread
from typing import NamedTuple

import click

from plumbing.settings import Settings
from services.bus_commands import faults_of_bus
from services.databases import faults_of_database
from services.doctor_connections import (
    faults_of_mail,
    faults_of_neighbour,
    notes_on_bus,
    notes_on_database,
    notes_on_mail,
)
from services.doctor_files import faults_of_fonts, faults_of_keys, faults_of_procedure, faults_of_staff
from services.doctor_settings import faults_of_settings
from services.doctor_sign_in import faults_of_sign_in
from services.rights import SERVICES

ROLES = ("web", "api", "worker")
ASKS: dict[tuple[str, str], tuple[str, ...]] = {
    ("planning", "web"): ("scheduler", "records", "notifications"),
    ("scheduler", "api"): ("planning",),
    ("records", "worker"): ("planning",),
    ("notifications", "worker"): ("planning", "scheduler", "records"),
}
"""Which role asks which neighbours."""
SIGNS_NOTHING = (("planning", "worker"), ("scheduler", "worker"))
"""They ask no other service, and are asked nothing."""
LONGEST = 10.0
"""Seconds that one check may take; all of them go on at once."""


class Check(NamedTuple):
    """`note`: what it finds is said, and nothing has to stop for it."""

    name: str
    ask: Callable[[], list[str]]
    note: bool = False


class Asked(NamedTuple):
    """Of which services and roles; `starting`: before a process starts, when others may not be there yet.

    `alone`: for one process that has everything.
    """

    services: Sequence[str]
    roles: Sequence[str]
    starting: bool
    alone: bool = True


def examine(service: str | None, role: str | None, starting: bool) -> int:
    """Prints a line for each fault; the exit code, 1 where there is one."""
    settings = Settings()
    settings.data.mkdir(parents=True, exist_ok=True)
    asked = Asked([service] if service else SERVICES, [role] if role else ROLES, starting, not role)
    wrong = faults_of_settings(settings, asked.services)
    for line in wrong:
        click.echo(line)
    if wrong:  # whatever else fails would only repeat it
        click.echo("Set these right first; see docs/settings.md. Nothing else was looked at.")
        return 1
    amiss = False
    for check, lines in _all_at_once([*checks(settings, asked)]):
        for line in lines:
            click.echo(f"note: {line}" if check.note else line)
        amiss = amiss or bool(lines and not check.note)
    if not amiss:
        click.echo("All is well: what was looked at is as it should be.")
    return 1 if amiss else 0


def checks(settings: Settings, asked: Asked) -> Iterator[Check]:
    """Only what these roles of these services need."""
    for service in asked.services:
        roles = [role for role in asked.roles if role != "web" or service == "planning"]
        if any((service, role) not in SIGNS_NOTHING for role in roles):
            pages = service == "planning" and "web" in roles
            yield Check("keys", partial(faults_of_keys, settings, service, pages, asked.alone))
        if asked.starting and settings.database(service).startswith("sqlite"):
            continue  # made at the start
        yield Check(f"{service}'s database", partial(_named, faults_of_database, settings, service))
        yield Check(f"{service}'s database", partial(notes_on_database, settings, service), note=True)
    if "planning" in asked.services:
        yield Check("procedure", partial(faults_of_procedure, settings))
        yield from _sign_in(settings, asked)
    if "records" in asked.services:
        yield Check("fonts", partial(faults_of_fonts, settings))
    if "worker" in asked.roles and not (asked.starting and settings.text("CIN_BUS").startswith("log:")):
        groups = not asked.starting
        yield Check("bus", partial(_of_bus, settings, asked.services, groups))
        yield Check("bus", partial(notes_on_bus, settings), note=True)
    if "worker" in asked.roles and "notifications" in asked.services:
        yield Check("mail server", partial(faults_of_mail, settings))
        yield Check("mail server", partial(notes_on_mail, settings), note=True)
    if not asked.starting:
        for name in _neighbours(asked):
            yield Check(name, partial(faults_of_neighbour, settings, name))


def _sign_in(settings: Settings, asked: Asked) -> Iterator[Check]:
    """Only the pages know the provider; while they start it need not answer yet."""
    if settings.text("CIN_SIGN_IN") == "local":
        yield Check("staff list", partial(faults_of_staff, settings))
    elif "web" in asked.roles:
        yield Check("sign-in", partial(faults_of_sign_in, settings, asks=not asked.starting))


def _neighbours(asked: Asked) -> list[str]:
    found = (ASKS.get((service, role), ()) for service in asked.services for role in asked.roles)
    return list(dict.fromkeys(name for names in found for name in names))


def _named(faults: Callable[[Settings, str], list[str]], settings: Settings, service: str) -> list[str]:
    return [f"{service}'s database: {line}" for line in faults(settings, service)]


def _of_bus(settings: Settings, services: Sequence[str], groups: bool) -> list[str]:
    return [f"bus: {line}" for line in faults_of_bus(settings, services, groups)]


def _all_at_once(asked: Sequence[Check]) -> Iterator[tuple[Check, list[str]]]:
    """In the order asked; one that does not come back in time is itself a fault, and is not waited for."""
    found: dict[int, list[str]] = {}

    def ask(number: int) -> None:
        try:
            found[number] = asked[number].ask()
        except Exception as error:  # one check that breaks must not hide the others
            found[number] = [f"{asked[number].name}: the look at it failed ({type(error).__name__})"]

    threads = [Thread(target=ask, args=(number,), daemon=True) for number in range(len(asked))]
    for thread in threads:
        thread.start()
    for number, thread in enumerate(threads):
        thread.join(LONGEST)
        late = [] if asked[number].note else [f"{asked[number].name}: no answer within {LONGEST:.0f} seconds"]
        yield asked[number], found.get(number, late)
