"""A scheduler's desk on a real database in a folder of its own, on Thursday 26 November 2026."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from plumbing.clocks import CivilClock
from plumbing.database import Database
from plumbing.migrations import upgrade
from plumbing.outbox import Outbox
from services.scheduler.adapters import tables
from services.scheduler.commands.desk import Desk
from services.scheduler.main import CONTRACTS, MIGRATIONS


@pytest.fixture
def clock() -> CivilClock:
    clock = CivilClock(ZoneInfo("Europe/London"))
    clock.steer(date(2026, 11, 26))
    return clock


@pytest.fixture
def desk(tmp_path: Path, clock: CivilClock) -> Iterator[Desk]:
    database = Database(f"sqlite:///{tmp_path}/scheduler.db")
    upgrade(database, MIGRATIONS)
    yield Desk(
        database, Outbox(tables.plumbing, CONTRACTS, "scheduler", clock), clock, "meetings.example.org"
    )
    database.close()
