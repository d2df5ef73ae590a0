"""Newcastle's file says what its clauses say."""

import shutil
from pathlib import Path

import pytest

from services.planning.domain.wording import heard
from services.planning.procedures.calendars import working_days_of
from services.planning.procedures.council import PROCEDURES, load_council, load_folder
from services.planning.procedures.example_files import Example, read_examples
from services.planning.procedures.faults import ProcedureUnreadable
from services.planning.procedures.worked_examples import run_example
from tests.services.planning.procedures.second_reckoner import PRINTED, second_reckoning

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
    "complexity considered": (3, "M"),
    "conference held": (15, "B"),
    "circulate after planning meeting": (10, "B"),
    "circulate after professionals meeting": (10, "B"),
    "circulate after progress meeting": (10, "B"),
    "circulate after review": (10, "B"),
}


@pytest.mark.parametrize("example", WORKED, ids=lambda example: f"line {example.line}")
def test_every_worked_example_comes_out(example: Example) -> None:
    assert [str(fault) for fault in run_example(FOLDER / EXAMPLES, example, COUNCIL, WORKING_DAYS)] == []


def test_a_second_reckoner_finds_every_date_that_was_reckoned_by_hand() -> None:
    dated = [entry for example in WORKED for entry in example.expect if "due" in entry]
    assert len(dated) > 40
    for entry in dated:
        number, unit = LIMITS[entry["duty"]]
        assert second_reckoning(heard(entry["from"]), number, unit, PRINTED["England"]) == heard(
            entry["due"]
        ), entry


def test_the_examples_hold_a_bank_holiday_a_months_end_and_a_leap_day() -> None:
    entries = [entry for example in WORKED for entry in example.expect if "due" in entry]
    assert any(entry["due"] == "Monday 28 December 2026" for entry in entries)
    assert any(entry["due"] == "Sunday 28 February 2027" for entry in entries)
    assert any(entry["due"] == "Tuesday 29 February 2028" for entry in entries)
    circulations = [entry for entry in entries if entry["duty"].startswith("circulate")]
    assert circulations and all("skips" in entry for entry in circulations)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "newcastle"))


def test_the_edition_is_known_by_the_hash_of_its_file(copied: Path) -> None:
    before = load_folder(copied).editions[0].sha256
    text = (FOLDER / EDITION).read_text(encoding="utf-8")
    (copied / EDITION).write_text(text.replace("# The words", "# These words"), encoding="utf-8")
    assert load_folder(copied).editions[0].sha256 != before == COUNCIL.editions[0].sha256


def test_the_file_carries_every_rule_that_was_asked_of_it() -> None:
    edition = COUNCIL.editions[0]
    rules = [*edition.events, *edition.stops, *edition.timescales, *edition.circulates, *edition.chairs]
    carried = {one for rule in rules for one in rule.ids}
    assert carried >= {"NC5", "NC7", "NC14", "NC15", "NC16", "NC9", "NC17", "NC19", "NC21", "NC24", "NC29"}
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


def test_a_file_of_own_values_takes_the_place_of_the_folders(tmp_path: Path) -> None:
    """An operator sets the council's own values without touching the files of the product."""
    own = tmp_path / "own.toml"
    text = (FOLDER / "local.toml").read_text(encoding="utf-8")
    own.write_text(text.replace('"5 working days"', '"3 working days"'), encoding="utf-8")
    council = load_council("newcastle", local=own)
    assert (str(council.local.due_soon), str(COUNCIL.local.due_soon)) == ("3 working days", "5 working days")
    assert council.editions == COUNCIL.editions


def test_a_fault_in_that_file_is_said_with_its_own_name(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('called = "Newcastle"\ndue_soon = "5 workdays"\n', encoding="utf-8")
    with pytest.raises(ProcedureUnreadable, match=r"own\.toml.*workdays"):
        load_council("newcastle", local=own)
