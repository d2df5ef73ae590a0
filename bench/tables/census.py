"""A council's children from one census file with every duty, and all again after one more closed day."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bench.measuring import Scale, Spent, Table, spent
from bench.words import duration, figure
from demo.census import census
from plumbing.clocks import CivilClock
from plumbing.database import Database
from plumbing.migrations import upgrade
from plumbing.outbox import Outbox
from services.planning.adapters import mapping, tables
from services.planning.commands.desk import Desk
from services.planning.commands.import_census import BATCH, import_census
from services.planning.commands.reckon_duties import reckon_duties
from services.planning.main import CONTRACTS, MIGRATIONS
from services.planning.procedures.calendars import working_days_of
from services.planning.procedures.council import load_council

assert mapping  # imported for what it does: it ties the domain to its tables
_DAY = date(2026, 11, 20)
_CLOSED = date(2026, 12, 1)
_COUNCIL = "newcastle"
SIZES = (2_600, 26_000)


def table(scale: Scale) -> Table:
    return measured((6, 12) if scale.tiny else SIZES)


def measured(sizes: tuple[int, ...]) -> Table:
    """Once for each size: a round is long, and what counts is how the time for one child grows."""
    rows: list[tuple[str, ...]] = []
    first: dict[str, float] = {}
    for size in sizes:
        for what, cost in _measured(size).items():
            one = cost.wall / size
            growth = one / first.setdefault(what, one)
            rows.append(_row(f"{size:,} children: {what}", cost, size, growth))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    remark = (
        f"{_COUNCIL.capitalize()}'s procedure, SQLite, {BATCH} children in a transaction; {peak} MB at most."
    )
    return Table("census", ("", "in all", "one child", "CPU of one", "growth"), rows, [remark])


def _measured(size: int) -> dict[str, Spent]:
    with _desk() as (desk, folder):
        file = folder / "census.xml"
        with file.open("w", encoding="utf-8") as stream:
            stream.writelines(census(size, _DAY))
        closed = _with_one_more_closure(desk)
        return {
            "take over": spent(lambda: _take_over(desk, file, size)),
            "reckon again after a closure": spent(lambda: _reckon_all(closed, size)),
        }


def _take_over(desk: Desk, file: Path, size: int) -> None:
    outcome = import_census(desk, file, _DAY)
    assert outcome.taken == size and outcome.duties, "not every child was taken over with its duties"


def _reckon_all(desk: Desk, size: int) -> None:
    with desk.database.read() as session:
        children = session.scalars(select(tables.child.c.id).order_by(tables.child.c.id)).all()
    assert len(children) == size
    for child in children:
        with desk.database.begin() as session:
            reckon_duties(desk, session, child)


def _with_one_more_closure(desk: Desk) -> Desk:
    days = desk.working_days
    return replace(desk, working_days=replace(days, closures={**days.closures, _CLOSED: "one more closure"}))


def _row(what: str, cost: Spent, size: int, growth: float) -> tuple[str, ...]:
    one = cost.per(size)
    return what, f"{figure(cost.wall)} s", duration(one.wall), duration(one.cpu), f"{figure(growth)}×"


@contextmanager
def _desk() -> Iterator[tuple[Desk, Path]]:
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/planning.db")
        upgrade(database, MIGRATIONS)
        clock = CivilClock(ZoneInfo("Europe/London"))
        clock.steer(_DAY)
        council = load_council(_COUNCIL)
        outbox = Outbox(tables.plumbing, CONTRACTS, "planning", clock)
        yield Desk(database, outbox, clock, council, working_days_of(council)), Path(folder)
        database.close()
