"""Reads the list of last dates that a council gives beside its census, row by row."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from services.planning.adapters.census_file import BrokenFile
from services.planning.domain.census import Fault

HEADER = ("reference", "last meeting", "last review", "last visit")
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})", re.ASCII)
_BRITISH = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})", re.ASCII)


@dataclass(frozen=True)
class BaselineRow:
    """None: not known."""

    reference: str
    line: int
    meeting: date | None
    review: date | None
    visit: date | None

    def fault(self, place: str, says: str) -> Fault:
        return Fault(self.line, place, says)


def read_baseline(file: Path, today: date) -> tuple[dict[str, BaselineRow], list[Fault]]:
    """The rows by reference, and what is wrong with the others; raises BrokenFile."""
    found: dict[str, BaselineRow] = {}
    faults: list[Fault] = []
    for line, cells in _rows(file):
        row, wrong = _row(line, cells, today)
        if row and row.reference in found:
            first = found[row.reference].line
            says = f"{row.reference} stands in line {first} already; leave one of the two"
            wrong = [row.fault("reference", says)]
        if row and not wrong:
            found[row.reference] = row
        faults += wrong
    return found, faults


def _rows(file: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            head = next(reader, [])
            if tuple(cell.strip().lower() for cell in head) != HEADER:
                says = f"the first line is to be exactly: {','.join(HEADER)}"
                raise BrokenFile(f"{file.name}, line 1: {says}. Nothing of the file was kept.")
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield reader.line_num, [cell.strip() for cell in cells]
    except (UnicodeDecodeError, csv.Error) as error:
        says = f"not read as comma-separated text in UTF-8 ({type(error).__name__}); save it so"
        raise BrokenFile(f"{file.name}: {says}. Nothing of the file was kept.") from None


def _row(line: int, cells: list[str], today: date) -> tuple[BaselineRow | None, list[Fault]]:
    if len(cells) != len(HEADER):
        return None, [Fault(line, "row", f"has {len(cells)} cells; {len(HEADER)} are wanted")]
    if not cells[0]:
        return None, [Fault(line, "reference", "is empty; give the council's own reference")]
    days: list[date | None] = []
    faults = []
    for place, words in zip(HEADER[1:], cells[1:], strict=True):
        day = _day(words)
        days.append(day)
        if words and day is None:
            says = f"{words[:20]!r} is no date; write it like 2026-12-18 or 18/12/2026, or leave it empty"
            faults.append(Fault(line, place, says))
        elif day and day > today:
            faults.append(Fault(line, place, "lies in the future; give the last one that happened"))
    return BaselineRow(cells[0], line, days[0], days[1], days[2]), faults


def _day(words: str) -> date | None:
    shape = _ISO.fullmatch(words) or _BRITISH.fullmatch(words)
    try:
        return date(int(shape["year"]), int(shape["month"]), int(shape["day"])) if shape else None
    except ValueError:
        return None
