"""Newcastle's file says what its clauses say, and no word in it that bears a date could be another."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import numpy
import pytest

from services.planning.domain.span import UNITS, Span
from services.planning.domain.vocabulary import KINDS
from services.planning.domain.wording import heard
from services.planning.procedures.calendars import working_days_of
from services.planning.procedures.checking import check
from services.planning.procedures.council import PROCEDURES, load_council, load_folder
from services.planning.procedures.worked_examples import Example, read_examples, run_example

FOLDER = PROCEDURES / "newcastle"
EDITION, LOCAL, EXAMPLES = "2014-09-01.toml", "local.toml", "examples.toml"
COUNCIL = load_council("newcastle")
WORKING_DAYS = working_days_of(COUNCIL)
WORKED = read_examples(FOLDER / EXAMPLES)

# The clauses once more, by another hand than the file's.
LIMITS = {
    "planning meeting": (1, "M"),
    "progress meeting": (42, "D"),
    "review": (6, "M"),
    "circulate after planning meeting": (10, "B"),
    "circulate after professionals meeting": (10, "B"),
    "circulate after progress meeting": (10, "B"),
    "circulate after review": (10, "B"),
}
# England's bank holidays on weekdays as printed by the government, typed in.
PRINTED = (
    *("2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25"),
    *("2026-12-28", "2027-01-01", "2027-03-26", "2027-03-29", "2027-05-03", "2027-05-31", "2027-08-30"),
    *("2027-12-27", "2027-12-28", "2028-01-03", "2028-04-14", "2028-04-17", "2028-05-01", "2028-05-29"),
)


@pytest.mark.parametrize("example", WORKED, ids=lambda example: f"line {example.line}")
def test_every_worked_example_comes_out(example: Example) -> None:
    assert [str(fault) for fault in run_example(FOLDER / EXAMPLES, example, COUNCIL, WORKING_DAYS)] == []


@pytest.mark.parametrize("file", [EDITION, LOCAL, EXAMPLES])
def test_every_file_of_the_council_passes_its_check(file: str) -> None:
    assert check(FOLDER / file) == []


def second_reckoning(start: date, number: int, unit: str) -> date:
    if unit == "B":
        end = numpy.busday_offset(start, number, roll="backward", holidays=list(PRINTED))
    elif unit == "D":
        end = numpy.datetime64(start) + number
    else:
        month = numpy.datetime64(start, "M") + number
        last = (month + 1).astype("datetime64[D]") - 1
        end = min(month.astype("datetime64[D]") + (start.day - 1), last)
    return end.astype(date)


def test_a_second_reckoner_finds_every_date_that_was_reckoned_by_hand() -> None:
    dated = [entry for example in WORKED for entry in example.expect if "due" in entry]
    assert len(dated) > 40
    for entry in dated:
        number, unit = LIMITS[entry["duty"]]
        assert second_reckoning(heard(entry["from"]), number, unit) == heard(entry["due"]), entry


def test_the_examples_hold_a_bank_holiday_a_months_end_and_a_leap_day() -> None:
    entries = [entry for example in WORKED for entry in example.expect if "due" in entry]
    assert any(entry["due"] == "Monday 28 December 2026" for entry in entries)
    assert any(entry["due"] == "Sunday 28 February 2027" for entry in entries)
    assert any(entry["due"] == "Tuesday 29 February 2028" for entry in entries)
    circulations = [entry for entry in entries if entry["duty"].startswith("circulate")]
    assert circulations and all("skips" in entry for entry in circulations)


@cache
def text(file: str) -> str:
    return (FOLDER / file).read_text(encoding="utf-8")


def replaced(file: str, match: re.Match[str], group: int, word: str) -> tuple[str, str]:
    content = text(file)
    return file, content[: match.start(group)] + word + content[match.end(group) :]


def other_spans() -> Iterator[tuple[str, str]]:
    """Each number one more and one less, each unit exchanged for each other unit."""
    for file in (EDITION, LOCAL):
        for match in re.finditer(r'^\w+ *= "(\d+ [a-z ]+)"', text(file), re.MULTILINE):
            span = Span.parse(match[1])
            numbers = [Span(n, span.unit) for n in (span.number - 1, span.number + 1) if n]
            units = [Span(span.number, unit) for unit in UNITS if unit != span.unit]
            yield from (replaced(file, match, 1, str(other)) for other in numbers + units)


def other_anchors() -> Iterator[tuple[str, str]]:
    """Each event that starts a clock exchanged for every other that has a meaning there."""
    clocks = text(EDITION).partition("[[chair]]")[0]
    for match in re.finditer(r'^(?:of|after) *= "([a-z ]+)"', clocks, re.MULTILINE):
        if "record" in match[1]:
            continue  # says what goes out
        for kind in (kind for kind in KINDS if kind != match[1]):
            yield replaced(EDITION, match, 1, kind)


def fewer_words() -> Iterator[tuple[str, str]]:
    """Each event left out of a list, and each condition left out altogether."""
    for match in re.finditer(r"^(?:by|met_by|instead_of) *= \[(.+)\]", text(EDITION), re.MULTILINE):
        words = match[1].split(", ")
        for word in words if len(words) > 1 else []:
            yield replaced(EDITION, match, 1, ", ".join(other for other in words if other != word))
    for match in re.finditer(
        r"^((?:having|earlier_counts|unless_outcome) *= .+)$", text(EDITION), re.MULTILINE
    ):
        yield replaced(EDITION, match, 1, "")


def survives(folder: Path, file: str, content: str) -> bool:
    (folder / file).write_text(content, encoding="utf-8")
    faults = check(folder / file)
    (folder / file).write_text(text(file), encoding="utf-8")
    return not faults


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "newcastle"))


def noticed(changes: Iterator[tuple[str, str]], copied: Path) -> int:
    """How many changes there were; fails at the first that no example, nor the reader, objects to."""
    made = list(changes)
    for file, content in made:
        assert content != text(file)
        change = sorted(set(content.splitlines()) - set(text(file).splitlines()))
        assert not survives(copied, file, content), f"nothing noticed {change}"
    return len(made)


def test_no_number_or_unit_can_change_without_breaking_an_example(copied: Path) -> None:
    assert noticed(other_spans(), copied) == 8 * 5 - 1  # eight spans; no "0 months"


def test_no_clock_can_start_from_another_event_without_breaking_an_example(copied: Path) -> None:
    assert noticed(other_anchors(), copied) == 6 * (len(KINDS) - 1) + len(KINDS)


def test_no_event_or_condition_can_be_left_out_without_breaking_an_example(copied: Path) -> None:
    assert noticed(fewer_words(), copied) == 3 + 2 + 3 + 3


def test_the_edition_is_known_by_the_hash_of_its_file(copied: Path) -> None:
    before = load_folder(copied).editions[0].sha256
    (copied / EDITION).write_text(text(EDITION).replace("# The words", "# These words"), encoding="utf-8")
    assert load_folder(copied).editions[0].sha256 != before == COUNCIL.editions[0].sha256


def test_the_file_carries_every_rule_that_was_asked_of_it() -> None:
    edition = COUNCIL.editions[0]
    rules = [*edition.events, *edition.stops, *edition.timescales, *edition.circulates, *edition.chairs]
    carried = {one for rule in rules for one in rule.ids}
    assert carried >= {"NC5", "NC7", "NC14", "NC15", "NC16", "NC19", "NC21", "NC29"}
    readings = {reading.split(":")[0] for rule in rules for reading in rule.reading}
    assert readings >= {"6", "7", "8", "9", "16", "28", "31"}


def test_a_rule_that_the_procedure_does_not_have_is_shown_as_the_products() -> None:
    edition = COUNCIL.editions[0]
    assert {edition.clause(rule) for rule in edition.circulates} == {
        "Newcastle 1.6",
        "Newcastle 1.5 and 1.6",
        "Newcastle 4",
        "product default, not council policy",
    }
