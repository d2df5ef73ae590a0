"""Takes over every child of a census file, one after another, and counts what is due."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from services.planning.adapters.baseline_file import BaselineRow
from services.planning.adapters.census_file import count_children, read_children
from services.planning.commands.desk import Desk
from services.planning.commands.import_baseline import import_baseline
from services.planning.commands.take_over_child import CannotTakeOver, Taken, take_over_child
from services.planning.domain import duty as d
from services.planning.domain.census import CensusChild, Fault
from services.planning.domain.duty import Duty

OVERDUE, DUE = "overdue", "due"
Progress = Callable[[int, int], None]
"""Called with how many children are done, and how many there are."""


class CannotImport(Exception):
    """What was asked for makes no sense; nothing was kept."""


@dataclass(frozen=True)
class DatedDuty:
    """One line of what is due, as it is printed."""

    due: date
    reference: str
    title: str
    clause: str


@dataclass
class Outcome:
    """What came of it. `duties`: how many of each title are in which state; `dated`: what has a date."""

    taken: int = 0
    changed: int = 0
    same: int = 0
    refused: list[tuple[str, Fault]] = field(default_factory=list)
    refused_children: int = 0
    wrong_rows: list[Fault] = field(default_factory=list)
    duties: Counter[tuple[str, str]] = field(default_factory=Counter)
    dated: list[DatedDuty] = field(default_factory=list)

    @property
    def children(self) -> int:
        return self.taken + self.changed + self.same + self.refused_children


def import_census(
    desk: Desk,
    file: Path,
    as_at: date,
    rows: Mapping[str, BaselineRow] | None = None,
    only_try: bool = False,
    progress: Progress = lambda done, total: None,
) -> Outcome:
    """All of the file is read before anything is kept. Raises BrokenFile or CannotImport."""
    if as_at > desk.today:
        raise CannotImport(
            "The day the census is taken as at lies in the future: give today or an earlier one."
        )
    total = count_children(file)
    left, outcome = dict(rows or {}), Outcome()
    first_lines: dict[str, int] = {}
    for number, child in enumerate(read_children(file), 1):
        try:
            _refuse_a_second(child, first_lines)
            row = left.get(child.reference)
            taken = take_over_child(desk, child, as_at, row, only_try)
        except CannotTakeOver as refusal:
            outcome.refused += [(child.reference, fault) for fault in refusal.faults]
            outcome.refused_children += 1
        else:
            left.pop(child.reference, None)
            _count(desk, outcome, child.reference, taken, as_at)
        progress(number, total)
    if not only_try:
        outcome.wrong_rows += import_baseline(desk, left.values()).faults
    return outcome


def _refuse_a_second(child: CensusChild, first_lines: dict[str, int]) -> None:
    first = first_lines.setdefault(child.reference, child.line) if child.reference else child.line
    if first != child.line:
        says = f"{child.reference} stands in line {first} already; put both together as one child"
        raise CannotTakeOver([Fault(child.line, "Child", says)])


def _count(desk: Desk, outcome: Outcome, reference: str, taken: Taken, as_at: date) -> None:
    if taken.is_new:
        outcome.taken += 1
    elif taken.changed:
        outcome.changed += 1
    else:
        outcome.same += 1
    for duty in taken.duties:
        title = desk.council.title(duty.name)
        outcome.duties[title, _state(duty, as_at)] += 1
        if duty.state == d.OPEN and duty.due:
            outcome.dated.append(DatedDuty(duty.due, reference, title, duty.clause))


def _state(duty: Duty, as_at: date) -> str:
    if duty.state != d.OPEN:
        return duty.state
    return OVERDUE if d.is_overdue(duty, as_at) else DUE
