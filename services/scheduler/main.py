"""The scheduler as roles of a process: its API, its worker, its ticking clock."""

from functools import partial
from pathlib import Path

from cin.v1.registry import TOPICS
from flask import Flask

from plumbing.consumer import Consumer
from plumbing.contracts import Contracts
from plumbing.house import House
from plumbing.measuring import Measuring
from plumbing.outbox import Outbox
from plumbing.relay import Relay
from plumbing.roles import Role
from plumbing.sweep import Sweep
from services.scheduler.adapters import tables
from services.scheduler.adapters.ticking import Bell, Ticking
from services.scheduler.commands.desk import Desk
from services.scheduler.commands.sweep_alarms import alarms_waiting, sweep_alarms
from services.scheduler.web.api import scheduler_api
from services.scheduler.worker.handlers import handlers
from services.scheduler.worker.measures import measure

SERVICE = "scheduler"
MIGRATIONS = Path(__file__).parent / "migrations"
CONTRACTS = Contracts(TOPICS)
ALARMS = "scheduler:worker/alarms"
TICK = 1.0
"""Seconds between two looks at the alarms; a look that finds nothing reads one index."""
FALLBACK = 60.0
"""Seconds after which the sweep looks without having heard a tick."""


def desk_of(house: House) -> Desk:
    """Brings the database up to date."""
    database = house.open_database(SERVICE, MIGRATIONS)
    outbox = Outbox(tables.plumbing, CONTRACTS, SERVICE, house.clock)
    return Desk(database, outbox, house.clock, house.settings.text("CIN_MEETINGS_DOMAIN"))


def api(house: House, desk: Desk) -> Flask:
    """The claims of notifications, and how invitations stand."""
    planning = house.neighbour(SERVICE, "planning")
    return scheduler_api(desk, planning, house.tokens(SERVICE), house.machine)


def worker(house: House, desk: Desk) -> list[Role]:
    """The consumer, the relay, the sweep of alarms and the clock that wakes it."""
    database = desk.database
    return [
        Consumer(SERVICE, database, tables.plumbing, house.bus, CONTRACTS, handlers(desk)),
        Relay(SERVICE, database, tables.plumbing, house.bus),
        Sweep(ALARMS, lambda _: sweep_alarms(desk), partial(alarms_waiting, desk), every=FALLBACK),
        Ticking("scheduler:worker/ticking", house.clock.zone, [Bell(ALARMS, TICK)]),
        Measuring(f"{SERVICE}:worker/measuring", partial(measure, desk)),
    ]
