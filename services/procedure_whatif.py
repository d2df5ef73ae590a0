"""`cin procedure whatif`: a new edition is tried on the children on record before it is put in force."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NoReturn

import click

from plumbing.database import UNAVAILABLE, Database
from plumbing.engines import in_words
from plumbing.house import service_database
from plumbing.migrations import misfit
from plumbing.settings import Settings
from services.planning.commands.weigh_edition import (
    WAYS,
    CannotWeigh,
    Scales,
    Shift,
    count_children,
    scales,
    weigh_edition,
)
from services.planning.domain.wording import spoken
from services.planning.domain.working_days import CalendarRunsOut
from services.planning.main import MIGRATIONS, council_of, procedures_folder
from services.planning.procedures.council import load_council
from services.planning.procedures.edition import Edition
from services.planning.procedures.faults import ProcedureUnreadable
from services.planning.procedures.local_values import not_set
from services.planning.procedures.reader import read_edition
from services.procedure_commands import day_of

_OFTEN = 1_000
"""Children between two lines of progress."""
_PERSONAL = "Personal data: council references of children. Keep this list as you keep their records."


def print_whatif(file: str, council: str | None, on: str | None, move_running: bool, listed: bool) -> None:
    """Counts for each duty; `listed`: also a line for each child. Exit code 1 where it cannot be tried."""
    settings = Settings()
    try:
        running = load_council(council, procedures_folder(settings)) if council else council_of(settings)
        weighed = scales(running, read_edition(Path(file)), day_of(on) if on else None, move_running)
        database = _database(settings)
        found = list(weigh_edition(database, weighed, _progress))
        children = count_children(database)
        database.close()
    except (ProcedureUnreadable, CannotWeigh, CalendarRunsOut, ValueError) as error:
        _end(str(error))
    except UNAVAILABLE as error:
        _end(f"planning: {in_words(error)}")
    for line in (*_header(weighed, file, move_running), *_table(found, children)):
        click.echo(line)
    if listed:
        for line in (_PERSONAL, *_by_child(found)):
            click.echo(line)
    click.echo("Nothing was changed.")


def _database(settings: Settings) -> Database:
    """Planning's, where its tables are those of this release; no file is made where there is none."""
    url = settings.database("planning")
    file = url.removeprefix("sqlite:///")
    if url.startswith("sqlite") and not Path(file).is_file():
        raise ValueError(f"planning has no database here yet ({file}): start the product, or set CIN_DATA.")
    database = service_database(settings, "planning")
    if words := misfit(database, MIGRATIONS):
        raise ValueError(f"planning: {words}")
    return database


def _progress(done: int, children: int) -> None:
    """Aside, so that a list can be kept in a file; nobody is named."""
    if children > _OFTEN and (done % _OFTEN == 0 or done == children):
        click.echo(f"{done:,} of {children:,} children", err=True)


def _header(weighed: Scales, file: str, move_running: bool) -> Iterator[str]:
    running, taken = weighed.before.editions[-1], weighed.after.editions[-1]
    yield f"{weighed.before.name}. Now: {running.edition}, from {spoken(running.in_force)}."
    yield f"With {file}: {taken.edition}, taking over on {spoken(weighed.on)}."
    yield _which_clocks(taken, move_running)
    for name in not_set(weighed.after.local, (taken,)):
        yield f'Not set, and so without a date or a name: "{name}".'


def _which_clocks(taken: Edition, move_running: bool) -> str:
    if move_running:
        return "As if every clock that runs on that day moved to it."
    stays = "Clocks that run on that day keep the edition under which they began"
    if any(rule.moves_running for rule in taken.timescales):
        return f"{stays}, but for those of rules that say moves_running."
    return f"{stays}; --move-running tries it otherwise."


def _table(found: Sequence[Shift], children: int) -> Iterator[str]:
    if not found:
        yield f"{children:,} children are on record: no duty of any would be another."
        return
    width = max(len(one.duty) for one in found)
    heads = (*WAYS, "newly overdue")
    yield ""
    yield f"{'':{width}}  " + "  ".join(heads)
    for name in (*sorted({one.duty for one in found}), ""):
        those = [one for one in found if name in ("", one.duty)]
        count = Counter(one.way for one in those)
        numbers = [*(count[way] for way in WAYS), sum(one.overdue for one in those)]
        cells = (f"{number:{len(head)},}" for head, number in zip(heads, numbers, strict=True))
        yield f"{name or 'together':{width}}  " + "  ".join(cells)
    yield ""
    yield f"{len({one.reference for one in found}):,} of {children:,} children would have another date."


def _by_child(found: Sequence[Shift]) -> Iterator[str]:
    """One line each."""
    for reference, those in groupby(found, key=lambda one: one.reference):
        yield f"{reference}: " + "; ".join(map(_told, those))


def _told(one: Shift) -> str:
    was = spoken(one.was) if one.was else "nothing due"
    now = spoken(one.now) if one.now else "no longer due"
    return f"{one.duty}: {was} → {now}{', overdue at once' if one.overdue else ''} ({one.clause})"


def _end(words: str) -> NoReturn:
    click.echo(words, err=True)
    sys.exit(1)
