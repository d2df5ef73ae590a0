"""Takes over every child of a census file, some in one transaction, and counts what is due."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from plumbing.database import FOR_CHANGE, take_turns
from services.planning.adapters import tables
from services.planning.adapters.baseline_file import BaselineRow
from services.planning.adapters.census_file import count_children, read_children
from services.planning.commands.desk import Desk
from services.planning.commands.import_baseline import import_baseline
from services.planning.commands.take_over_child import CannotTakeOver, Taken, take_over_child
from services.planning.domain import duty as d
from services.planning.domain.census import CensusChild, Fault
from services.planning.domain.duty import Duty

OVERDUE, DUE = "overdue", "due"
BATCH = 20
"""Children in one transaction: few enough that the product's own writers hardly wait on SQLite."""
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
    importing = _Importing(desk, as_at, dict(rows or {}), only_try)
    done = 0
    for batch in _in_batches(read_children(file)):
        importing.take_over(batch)
        for _ in batch:
            done += 1
            progress(done, total)
    outcome = importing.outcome
    if not only_try:
        outcome.wrong_rows += import_baseline(desk, importing.left.values()).faults
    return outcome


def _in_batches(children: Iterable[CensusChild]) -> Iterator[list[CensusChild]]:
    waiting = iter(children)
    while batch := list(islice(waiting, BATCH)):
        yield batch


class _Importing:
    """What came of the children so far; `left`: the last dates that no child has taken yet."""

    def __init__(self, desk: Desk, as_at: date, left: dict[str, BaselineRow], only_try: bool) -> None:
        self.desk, self.as_at, self.left, self.only_try = desk, as_at, left, only_try
        self.outcome = Outcome()
        self._first_lines: dict[str, int] = {}

    def take_over(self, batch: Sequence[CensusChild]) -> None:
        """In one transaction, of which a refused child is no part; a crash loses these children at most."""
        with self.desk.database.begin() as session:
            _lock(session, batch)
            for child in batch:
                self._take_over(session, child)

    def _take_over(self, session: Session, child: CensusChild) -> None:
        try:
            _refuse_a_second(child, self._first_lines)
            row = self.left.get(child.reference)
            taken = take_over_child(self.desk, session, child, self.as_at, row, self.only_try)
        except CannotTakeOver as refusal:
            self.outcome.refused += [(child.reference, fault) for fault in refusal.faults]
            self.outcome.refused_children += 1
        else:
            self.left.pop(child.reference, None)
            _count(self.desk, self.outcome, child.reference, taken, self.as_at)


def _lock(session: Session, batch: Sequence[CensusChild]) -> None:
    """Imports take turns; known children are locked in the order of their ids, before any is changed."""
    take_turns(session, "census import")
    child = tables.child.c
    known = select(child.id).where(child.council_reference.in_([one.reference for one in batch]))
    session.execute(known.order_by(child.id).with_for_update(**FOR_CHANGE)).all()


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
