"""`cin import-census` and `cin import-baseline`: a council's children, from files, for those who run it."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NoReturn

import click

from plumbing.clocks import CivilClock
from plumbing.database import UNAVAILABLE
from plumbing.engines import in_words
from plumbing.house import House, bus_of
from plumbing.settings import Settings
from services.planning import main as planning
from services.planning.adapters.baseline_file import HEADER, read_baseline
from services.planning.adapters.census_file import BrokenFile
from services.planning.commands import import_baseline as baseline
from services.planning.commands.desk import Desk
from services.planning.commands.import_census import (
    DUE,
    OVERDUE,
    CannotImport,
    DatedDuty,
    Outcome,
    import_census,
)
from services.planning.domain.census import Fault
from services.planning.domain.duty import DROPPED, MET, NOT_KNOWN, NOT_SET, WAITING
from services.planning.domain.span import Span
from services.planning.domain.wording import spoken
from services.planning.procedures.faults import ProcedureUnreadable

_EVERY = 500
_AHEAD = Span(2, "weeks")
_STATES = (OVERDUE, DUE, NOT_KNOWN, NOT_SET, WAITING, MET, DROPPED)


def take_over_census(file: Path, as_at: date | None, only_try: bool, list_of_dates: Path | None) -> None:
    """Prints what came of it; exit code 1 where something was refused."""
    with _desk() as desk:
        day = as_at or desk.today
        rows, faults = read_baseline(list_of_dates, desk.today) if list_of_dates else ({}, [])
        outcome = import_census(desk, file, day, rows, only_try, _tell)
        outcome.wrong_rows[:0] = faults
        _print_refused(outcome)
        _print_faults(outcome.wrong_rows)
        _print_duties(outcome, desk, day)
        _print_counts(outcome, only_try)
    if outcome.refused or outcome.wrong_rows:
        sys.exit(1)


def take_over_baseline(file: Path) -> None:
    """Prints what came of it; exit code 1 where a row was wrong."""
    with _desk() as desk:
        rows, faults = read_baseline(file, desk.today)
        entered = baseline.import_baseline(desk, rows.values())
    wrong = [*faults, *entered.faults]
    _print_faults(wrong)
    click.echo(f"{entered.changed} rows entered, {entered.same} as before, {len(wrong)} faults.")
    if wrong:
        sys.exit(1)


def _tell(done: int, total: int) -> None:
    if done % _EVERY == 0 or (done == total and total > _EVERY):
        click.echo(f"{done:,} of {total:,} children", err=True)


def _print_refused(outcome: Outcome) -> None:
    if outcome.refused:
        click.echo("Refused, of whom nothing of this file was kept. Correct it and import the file again:")
    for reference, fault in outcome.refused:
        click.echo(f"  {reference or 'without a reference'}: {fault}")


def _print_faults(faults: Sequence[Fault]) -> None:
    if faults:
        click.echo(f"Wrong in the list of dates ({', '.join(HEADER)}); nothing of these rows was kept:")
    for fault in faults:
        click.echo(f"  {fault}")


def _print_duties(outcome: Outcome, desk: Desk, day: date) -> None:
    soon = _AHEAD.after(day, desk.working_days).due
    overdue = sorted((duty for duty in outcome.dated if duty.due < day), key=_by_day)
    ahead = sorted((duty for duty in outcome.dated if day <= duty.due <= soon), key=_by_day)
    _print_dated(f"Overdue as at {spoken(day)}", overdue)
    _print_dated(f"Due from then until {spoken(soon)}", ahead)
    click.echo(f"Duties as at {spoken(day)}:")
    titles = sorted({title for title, _ in outcome.duties})
    rows = [[title, *(f"{outcome.duties[title, state]:,}" for state in _STATES)] for title in titles]
    sums = [sum(n for (_, each), n in outcome.duties.items() if each == state) for state in _STATES]
    _print_table([["", *_STATES], *rows, ["all", *(f"{number:,}" for number in sums)]])


def _by_day(duty: DatedDuty) -> tuple[date, str, str]:
    return duty.due, duty.reference, duty.title


def _print_dated(heading: str, duties: Sequence[DatedDuty]) -> None:
    click.echo(f"{heading}: {len(duties):,}")
    _print_table([[str(duty.due), duty.reference, duty.title, duty.clause] for duty in duties])


def _print_table(rows: Iterable[Sequence[str]]) -> None:
    known = list(rows)
    widths = [max(map(len, column)) for column in zip(*known, strict=True)]
    for row in known:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo(f"  {'  '.join(cells)}".rstrip())


def _print_counts(outcome: Outcome, only_try: bool) -> None:
    taken = "would be taken over" if only_try else "taken over"
    click.echo(
        f"{outcome.children:,} children in the file: {outcome.taken:,} {taken}, {outcome.changed:,} with "
        f"something new, {outcome.same:,} as before, {outcome.refused_children:,} refused."
    )
    if only_try:
        click.echo("This was a trial: nothing was kept.")


@contextmanager
def _desk() -> Iterator[Desk]:
    """Planning's desk; whatever it cannot do is said in one line."""
    settings = Settings()
    settings.data.mkdir(parents=True, exist_ok=True)
    try:
        house = House(settings, bus_of(settings), CivilClock(settings.zone))
    except ValueError as error:
        _end(str(error))
    try:
        yield planning.desk_of(house)
    except (BrokenFile, CannotImport, ProcedureUnreadable, ValueError) as refusal:
        _end(str(refusal))
    except OSError as error:
        _end(f"{error.filename}: {error.strerror}")
    except UNAVAILABLE as error:
        _end(in_words(error))
    finally:
        house.close()


def _end(words: str) -> NoReturn:
    click.echo(words, err=True)
    sys.exit(1)
