"""Every council's worked examples come out, and a second reckoner finds the same dates."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.planning.domain.span import Span
from services.planning.domain.wording import heard
from services.planning.procedures.calendars import working_days_of
from services.planning.procedures.checking import examples_of
from services.planning.procedures.council import PROCEDURES, Council
from services.planning.procedures.drafting import span_of
from services.planning.procedures.example_files import Example, read_examples
from services.planning.procedures.given import OVERRIDE
from services.planning.procedures.worked_examples import run_example
from tests.services.planning.procedures.second_reckoner import PRINTED, TYPED_IN, second_reckoning

FOLDERS = sorted({path.parent for path in PROCEDURES.glob("*/*.toml")})

UNITS = {"working days": "B", "days": "D", "weeks": "W", "months": "M"}
WORKED = [
    pytest.param(path, example, council, id=f"{path.parent.name} line {example.line}")
    for folder in FOLDERS
    for path, council in examples_of(folder)
    if path.parent == folder
    for example in read_examples(path)
]


def spans(council: Council, example: Example, duty: str, key: str) -> Iterator[Span]:
    """Every span that could have led to the date: the clause's own, and one that was approved instead."""
    for edition in council.editions:
        for rule in (*edition.timescales, *edition.circulates, *edition.sign_offs):
            span = council.span(span_of(rule)) if key == "due" else getattr(rule, "aim", None)
            if rule.name == duty and span:
                yield from (span.times(turn) for turn in range(1, 5))  # on a grid, several on end
    for line in example.given:
        if f": {OVERRIDE}{duty}, " in line:
            yield Span.parse(line.split(", ")[1])


@pytest.mark.parametrize(("path", "example", "council"), WORKED)
def test_it_comes_out_and_numpy_finds_the_same_dates(path: Path, example: Example, council: Council) -> None:
    faults = run_example(path, example, council, working_days_of(council))
    assert [str(fault) for fault in faults] == []
    closed = (*PRINTED[council.calendar], *map(str, council.local.closures))
    for entry in example.expect:
        for key in (key for key in ("due", "aim") if entry.get(key, "not set") != "not set"):
            start, end = heard(entry["from"]), heard(entry[key])
            known = any(first <= start and end <= last for first, last in TYPED_IN)
            assert known, f"type in the holidays of {start} to {end}"
            found = {
                second_reckoning(start, span.number, UNITS[span.unit], closed)
                for span in spans(council, example, entry["duty"], key)
            }
            assert end in found, entry


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_examples_hold_a_bank_holiday_a_months_end_and_a_leap_day(folder: Path) -> None:
    """Of each procedure; a council that shares one proves only what it has set itself."""
    examples = [example for path, _ in examples_of(folder) for example in read_examples(path)]
    told = [text for one in examples for entry in one.expect for text in entry.values()]
    given = [line for one in examples for line in one.given]
    words = " / ".join([*told, *given, *(one.says for one in examples)])
    for wanted in ("29 February 2028", "28 February 2027"):
        assert wanted in words, f"{folder.name}: no example has {wanted}"
    assert any(entry.get("skips", "nothing") != "nothing" for one in examples for entry in one.expect)
