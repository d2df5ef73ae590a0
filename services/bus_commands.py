"""`cin bus`: topics, lag, reset and doctor, for the people who run it; the same on both engines."""

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, NoReturn

import click
from sqlalchemy import Row
from sqlalchemy.exc import SQLAlchemyError

from plumbing.bus import Bus, BusDown, GroupIsLive, NotAllowed, Reset, TopicPartition, UnknownTopic
from plumbing.clocks import CivilClock
from plumbing.house import House, bus_of
from plumbing.outbox import oldest_waiting
from plumbing.parked import count_open
from plumbing.settings import Settings
from services.parked_messages import PIPES
from services.rights import OPERATOR, RIGHTS, SERVICES, heard_by, said_by
from services.running import topic_specs

_STILL = 3.0
"""Seconds between the two looks that tell whether a group gets on."""
_UNDER_WAY = timedelta(seconds=30)
"""So long a message may be in the outbox untried: a relay looks every second."""


def print_topics(create: bool) -> None:
    """Exit code 1 where one is missing."""
    with _bus() as bus:
        if create:
            bus.ensure_topics(topic_specs())
        missing = bus.missing(topic_specs())
    for name, spec in topic_specs().items():
        state = "MISSING" if name in missing else "there"
        click.echo(f"{name:24} {spec.partitions} partitions, kept {spec.kept.days} days  {state}")
    if missing:
        _end("Create them: script/cin bus topics --create")


def print_lag() -> None:
    with _bus() as bus:
        for service in SERVICES:
            behind: dict[str, int] = dict.fromkeys(heard_by(service), 0)
            for lane, count in bus.lag(service).items():
                behind[lane.topic] = behind.get(lane.topic, 0) + count
            for topic, count in behind.items():
                click.echo(f"{service:14} {topic:24} {count}")


def reset_group(service: str, topic: str, to: str) -> None:
    """Every effect happens once all the same: what was handled already is passed over."""
    if service not in SERVICES or topic not in heard_by(service):
        _end(f"{service} does not hear {topic}. See proto/README.md for who hears what.")
    with _bus() as bus:
        bus.reset(service, topic, _where(to))
    click.echo(f"{service} goes on at {to} on {topic}.")


def print_rights() -> None:
    """One line each, for whoever grants them at the broker."""
    for rights in RIGHTS.values():
        for right in rights:
            pattern = "prefixed" if right.prefixed else "literal"
            click.echo(f"User:{right.user:14} {right.operation:7} {right.kind:7} {right.name} ({pattern})")


def print_rights_as_commands() -> None:
    """For a shell beside Kafka's programs, with $BROKER, admin.properties and a file for each password."""
    reach = '--bootstrap-server "$BROKER" --command-config admin.properties'
    for user in RIGHTS:
        password = f'--add-config "SCRAM-SHA-512=[password=$(cat first/{user}.broker)]"'
        click.echo(f"kafka-configs.sh {reach} --alter --entity-type users --entity-name {user} {password}")
    for user, rights in RIGHTS.items():
        named: dict[tuple[str, str, bool], list[str]] = {}
        for right in rights:
            named.setdefault((right.operation, right.kind, right.prefixed), []).append(right.name)
        for (operation, kind, prefixed), names in named.items():
            which = " ".join(f"--{kind} {name}" for name in names)
            pattern = " --resource-pattern-type prefixed" if prefixed else ""
            may = f"--add --allow-principal User:{user} --operation {operation}"
            click.echo(f"kafka-acls.sh {reach} {may} {which}{pattern}")


def doctor(service: str | None) -> None:
    """One line for each thing that is wrong; exit code 1 where there is any."""
    names = [service] if service else list(SERVICES)
    faults = faults_of_bus(Settings(), names)
    for fault in faults:
        click.echo(fault)
    if faults:
        sys.exit(1)
    click.echo("The bus is well: it answers, topics and rights are there, every group and outbox gets on.")


def faults_of_bus(settings: Settings, names: Sequence[str], groups: bool = True) -> list[str]:
    """As whoever the settings name. `groups`: also which do not get on, and what is parked."""
    says = [] if settings.text("CIN_BUS_USER") == OPERATOR else _all(said_by, names)
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        bus = bus_of(settings)
    except (ValueError, OSError) as error:
        return [str(error)]
    try:
        faults = bus.faults(names, _all(heard_by, names), says)
        if groups and not faults:
            faults = [*_standing_still(bus, names), *_kept_back(settings, names)]
        return faults
    except BusDown as error:
        return [bus.fault() or f"The bus does not answer: {error}"]
    except (NotAllowed, UnknownTopic, ValueError) as error:
        return [str(error)]
    finally:
        bus.close()


def _standing_still(bus: Bus, names: Iterable[str]) -> Iterator[str]:
    before = {name: _behind(bus, name) for name in names}
    if not any(before.values()):
        return
    time.sleep(_STILL)
    for name, lag in before.items():
        now = _behind(bus, name)
        still = sum(count for lane, count in now.items() if count >= lag.get(lane, count + 1))
        if still:
            yield f"group {name} {_why_still(bus, name, still)}"


def _why_still(bus: Bus, name: str, waiting: int) -> str:
    if bus.has_members(name):
        return f"stands still: {waiting} messages wait and its members take none: see {name}:worker's /readyz"
    return f"has no members: {waiting} messages wait: start {name}:worker"


def _behind(bus: Bus, name: str) -> dict[TopicPartition, int]:
    return {lane: count for lane, count in bus.lag(name).items() if count}


def _kept_back(settings: Settings, names: Iterable[str]) -> Iterator[str]:
    """What has not gone, and what was parked, of each whose database is to be had from here."""
    house = House(settings, bus_of(settings), CivilClock(settings.zone))
    try:
        for name in names:
            try:
                with house.database(name).read() as session:
                    count, waiting = count_open(session, PIPES[name]), oldest_waiting(session, PIPES[name])
            except SQLAlchemyError:
                continue  # bus doctor is about the bus
            if waiting and (how := _how_it_stands(waiting, house.machine.now())):
                what = f"a message for {waiting.topic} {how}"
                yield f"{name}'s outbox stands: {what}: see {name}:worker's /readyz"
            if count:
                yield f"{name} has {count} parked: script/cin parked list --service {name}"
    finally:
        house.close()


def _how_it_stands(waiting: Row[Any], now: datetime) -> str:
    """Empty where it was said just now, and may be on its way."""
    if waiting.last_error:
        return f"was tried {waiting.attempts} times ({waiting.last_error})"
    if now - waiting.put_at > _UNDER_WAY:
        return f"has waited since {waiting.put_at.isoformat()}"
    return ""


def _all(of: object, names: Iterable[str]) -> list[str]:
    assert callable(of)
    return sorted({topic for name in names for topic in of(name)})


def _where(to: str) -> Reset:
    if to == "earliest":
        return "earliest"
    if to == "latest":
        return "latest"
    try:
        return datetime.fromisoformat(to)
    except ValueError:
        _end(f"{to!r}: earliest, latest or an instant like 2027-01-06T09:00:00+00:00 is wanted")


@contextmanager
def _bus() -> Iterator[Bus]:
    """Whatever it refuses is said in one line."""
    settings = Settings()
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        bus = bus_of(settings)
    except ValueError as error:
        _end(str(error))
    try:
        yield bus
    except BusDown as error:
        _end(bus.fault() or f"The bus does not answer: {error}")
    except (NotAllowed, UnknownTopic, GroupIsLive, ValueError) as error:
        _end(str(error))
    finally:
        bus.close()


def _end(words: str) -> NoReturn:
    click.echo(words, err=True)
    sys.exit(1)
