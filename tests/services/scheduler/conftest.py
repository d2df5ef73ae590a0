"""A scheduler's desk on a real database of each engine, on Thursday 26 November 2026."""

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from plumbing.clocks import CivilClock
from plumbing.outbox import Outbox
from services.scheduler.adapters import tables
from services.scheduler.commands.desk import Desk
from services.scheduler.main import CONTRACTS
from tests.databases import Databases


@pytest.fixture
def clock() -> CivilClock:
    clock = CivilClock(ZoneInfo("Europe/London"))
    clock.steer(date(2026, 11, 26))
    return clock


@pytest.fixture
def desk(databases: Databases, clock: CivilClock) -> Iterator[Desk]:
    database = databases.of("scheduler")
    yield Desk(
        database, Outbox(tables.plumbing, CONTRACTS, "scheduler", clock), clock, "meetings.example.org"
    )
    database.close()
