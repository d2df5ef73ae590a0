"""Children from a census file with every duty, and a bank holiday that moves one duty of each."""

import resource
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
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
from services.planning.adapters.baseline_file import HEADER, BaselineRow, read_baseline
from services.planning.commands.desk import Desk
from services.planning.commands.import_census import BATCH, import_census
from services.planning.commands.reckon_everybody import everybody_waits, reckon_everybody
from services.planning.domain.duty import OPEN
from services.planning.main import CONTRACTS, MIGRATIONS
from services.planning.procedures.calendars import working_days_of
from services.planning.procedures.council import load_council

assert mapping  # imported for what it does: it ties the domain to its tables
_DAY = date(2026, 11, 20)
_HOLIDAY = date(2026, 12, 1)
_COUNCIL = "sheffield"
_SINCE_THE_LAST_MEETING = 20
"""Calendar days at most, one at least: the forty working days to each next review run past the holiday."""
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
        file, last_dates = folder / "census.xml", folder / "last dates.csv"
        with file.open("w", encoding="utf-8") as stream:
            stream.writelines(census(size, _DAY))
        last_dates.write_text("\n".join(_last_dates(size)), encoding="utf-8")
        rows, faults = read_baseline(last_dates, _DAY)
        assert not faults, faults
        taken = spent(lambda: _take_over(desk, file, rows))
        _reckon_all(desk)  # nothing has changed yet, and that is on record from here on
        before = _open(desk)
        moving = _with_one_more_bank_holiday(desk)
        again = spent(lambda: _reckon_all(moving))
        moved = _moved(before, _open(desk))
        assert moved == size, f"{moved} open duties moved for {size} children: this measures something else"
        return {"take over": taken, "reckon again: a bank holiday moves a duty of each": again}


def _last_dates(size: int) -> Iterator[str]:
    """The council's list beside the census: a meeting of every child in the last weeks."""
    yield ",".join(HEADER)
    for number in range(1, size + 1):
        yield f"DEMO{number:06},{_DAY - timedelta(days=1 + number % _SINCE_THE_LAST_MEETING)},,"


def _take_over(desk: Desk, file: Path, rows: Mapping[str, BaselineRow]) -> None:
    outcome = import_census(desk, file, _DAY, rows)
    assert outcome.taken == len(rows) and outcome.duties, "not every child was taken over with its duties"
    assert not outcome.wrong_rows, outcome.wrong_rows


def _reckon_all(desk: Desk) -> None:
    """As the product does after a change, batch after batch."""
    while reckon_everybody(desk, lambda: True):
        pass
    assert everybody_waits(desk) is None


def _open(desk: Desk) -> dict[str, date]:
    """When each open duty is due."""
    duty = tables.duty.c
    with desk.database.read() as session:
        found = session.execute(select(duty.id, duty.due).where(duty.state == OPEN))
        return {each.id: each.due for each in found if each.due}


def _moved(before: Mapping[str, date], after: Mapping[str, date]) -> int:
    assert before.keys() == after.keys()
    return sum(due != after[duty] for duty, due in before.items())


def _with_one_more_bank_holiday(desk: Desk) -> Desk:
    days = desk.working_days
    holidays = {**days.bank_holidays, _HOLIDAY: "one more bank holiday"}
    return replace(desk, working_days=replace(days, bank_holidays=holidays))


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
