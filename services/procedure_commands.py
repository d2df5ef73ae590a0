"""`cin procedure`: a council's files for the people who write them, checked, explained and tried."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NoReturn

import click

import services
from plumbing.clocks import CivilClock
from plumbing.settings import Settings
from services.doctor_files import faults_of_staff
from services.planning.domain.wording import spoken
from services.planning.main import council_of as council_of_the_settings
from services.planning.main import local_file_of, procedures_folder
from services.planning.procedures.calendars import working_days_of
from services.planning.procedures.checking import check, examples_of, without_local_values
from services.planning.procedures.council import LOCAL_FILE, PROCEDURES, Council, load_council
from services.planning.procedures.example_files import read_examples
from services.planning.procedures.explaining import explain
from services.planning.procedures.faults import ProcedureUnreadable
from services.planning.procedures.idle_closures import idle_closures
from services.planning.procedures.inventory import inventory
from services.planning.procedures.plain_text import as_text
from services.planning.procedures.rows import rows, table
from services.planning.procedures.worked_examples import Worked, work
from services.planning.web.door import by_provider, faults_of_roles

MOST = 50
"""Faults that are printed; whoever has more mends these first."""
TESTS = Path(services.__path__[0]).parent / "tests"
REACHED = TESTS / "journeys" / "reached.json"


def print_check(file: str) -> None:
    """Every fault, or what the file holds. Exit code 1 where there is a fault."""
    path = Path(file)
    faults = check(path)
    for fault in islice(faults, MOST):
        click.echo(str(fault))
    if len(faults) > MOST:
        click.echo(f"… and {len(faults) - MOST:,} more.")
    if faults:
        click.echo("1 fault." if len(faults) == 1 else f"{len(faults):,} faults.")
        sys.exit(1)
    for line in inventory(path):
        click.echo(line)
    click.echo("No fault found.")


def print_check_of_the_settings() -> None:
    """Every file of the council's that planning reads before it starts. Exit code 1 where it would not."""
    settings, faults, notes, holds = Settings(), list[str](), list[str](), ""
    try:
        council = council_of_the_settings(settings)
        notes = list(idle_closures(local_file_of(settings), council.calendar))
        holds = f"{council.local.called}: {', '.join(edition.edition for edition in council.editions)}"
    except (ProcedureUnreadable, ValueError) as error:
        faults.append(str(error))
    try:
        faults += (faults_of_roles if by_provider(settings) else faults_of_staff)(settings)
    except ValueError as error:
        faults.append(str(error))
    if faults:
        _end("\n".join(faults))
    for note in notes:
        click.echo(note)
    click.echo(f"{holds}. No fault found.")


def print_explanation(name: str, on: str | None, ids: bool) -> None:
    """As it holds on that day, or today; a later edition is named at the end."""
    with _in_words():
        council = council_of(name)
        day = day_of(on) if on else CivilClock(Settings().zone).today()
    first = council.editions[0]
    if day < first.in_force:
        click.echo(f"{spoken(day)} is before {first.edition} came into force on {spoken(first.in_force)}:")
        click.echo("what follows is taken for that time too, as no earlier edition is here.\n")
    for line in as_text(explain(council.as_of(day)), ids):
        click.echo(line)
    for later in (one for one in council.editions[1:] if one.in_force > day):
        click.echo(
            f"{later.edition} takes over on {spoken(later.in_force)}: --on {later.in_force} explains it."
        )


def print_examples(name: str, only: str | None) -> None:
    """Each example with its facts, and each duty with its arithmetic. Exit code 1 where one is wrong."""
    with _in_words():
        folder = procedures_folder(Settings()) / name
        council_of(name)
        worked = [
            work(path, example, council, working_days_of(council))
            for path, council in examples_of(folder)
            for example in read_examples(path)
        ]
    shown = [each for each in worked if only is None or only in each.ids]
    for each in shown:
        for line in _told(each):
            click.echo(line)
    wrong = sum(bool(each.faults) for each in shown)
    if not shown:
        _end(f"No example of {name} exercises {only}." if only else f"{name} has no worked example.")
    click.echo(f"{len(shown)} examples, {wrong} wrong." if wrong else f"{len(shown)} examples, all right.")
    sys.exit(1 if wrong else 0)


def print_rows() -> None:
    """Needs the tests beside the product: they keep which rules the journeys come to."""
    with _in_words():
        click.echo(table(rows(PROCEDURES, reached())), nl=False)


def reached() -> dict[str, set[str]]:
    """By the procedure's folder: the rules that its councils' journeys come to, as their tests keep it."""
    found: dict[str, set[str]] = {}
    for council, names in json.loads(REACHED.read_text(encoding="utf-8")).items():
        found.setdefault(load_council(council).local.procedure or council, set()).update(names)
    return found


def day_of(words: str) -> date:
    """Raises ValueError with words for whoever typed it."""
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise ValueError(f"--on {words}: there is no such day; write it like 2027-09-01") from None


def council_of(name: str) -> Council:
    """A council, or a procedure that several share as it stands for one that has set nothing."""
    folder = procedures_folder(Settings())
    if (folder / name).is_dir() and not (folder / name / LOCAL_FILE).exists():
        return without_local_values(folder / name)
    return load_council(name, folder)


def _told(each: Worked) -> Iterator[str]:
    yield f"{each.path}:{each.example.line}"
    yield each.example.says
    yield from (f"    {line}" for line in each.example.given)
    for duty in each.duties:
        done = f" Met on {spoken(duty.met_on)}." if duty.met_on else ""
        done = f" Dropped: {duty.dropped_because}." if duty.dropped_because else done
        yield f"  {duty.name} ({duty.state}): {duty.why}{done}"
        yield from (f"    {line}" for line in (*duty.beside, *duty.shortfall))
    for said in each.meetings:
        clause = f" {said.clause[0].upper()}{said.clause[1:]}." if said.clause else ""
        yield f"  {said.found[0].upper()}{said.found[1:].rstrip('.')}.{clause}"
    yield from (f"  WRONG: {fault.problem.removeprefix('is wrong: ')}" for fault in each.faults)
    yield "" if each.faults else "  right\n"


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except (ProcedureUnreadable, ValueError) as error:
        _end(str(error))


def _end(words: str) -> NoReturn:
    click.echo(words, err=True)
    sys.exit(1)
