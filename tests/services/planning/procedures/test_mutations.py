"""No word that a rule of any council goes by could be another without breaking a worked example."""

import shutil
from pathlib import Path

import pytest

from services.planning.procedures.calendars import working_days_of
from services.planning.procedures.checking import check, examples_of
from services.planning.procedures.council import EXAMPLES_FILE, LOCAL_FILE, PROCEDURES
from services.planning.procedures.example_files import Example, read_examples
from services.planning.procedures.faults import ProcedureUnreadable
from services.planning.procedures.reader import read_edition
from services.planning.procedures.worked_examples import run_example
from tests.services.planning.procedures.mutants import mutants

FILES = sorted(
    path.relative_to(PROCEDURES).as_posix()
    for path in PROCEDURES.glob("*/*.toml")
    if path.name != EXAMPLES_FILE
)
FEWEST = {LOCAL_FILE: 5}
"""Changes that a file offers at least: a procedure hundreds, a council's own values a few."""


def own_events(path: Path) -> tuple[str, ...]:
    if path.name == LOCAL_FILE:
        return ()
    edition = read_edition(path)
    return tuple(rule.name for rule in (*edition.events, *edition.circumstances))


@pytest.mark.parametrize("file", FILES)
def test_every_file_passes_its_own_check(file: str) -> None:
    assert [str(fault) for fault in check(PROCEDURES / file)] == []


REFUSED, BROKEN, SURVIVES = "refused by the checker", "broke an example", "survived"


def outcome(changed: Path, examples: dict[Path, list[Example]]) -> str:
    """What shows that the file was changed: the checker, or the first example that no longer comes out."""
    try:
        proofs = list(examples_of(changed.parent))
    except ProcedureUnreadable:
        return REFUSED
    for path, council in proofs:
        found = examples.get(path) or examples.setdefault(path, read_examples(path))
        days = working_days_of(council)
        if any(run_example(path, example, council, days) for example in found):
            return BROKEN
    return SURVIVES


def line_of(change: str) -> int:
    return int(change.partition(":")[0].removeprefix("line "))


@pytest.mark.parametrize("file", FILES)
def test_no_word_that_a_rule_goes_by_could_be_another(file: str, tmp_path: Path) -> None:
    """Each number, unit, event, condition, recipient, role, force and day: none survives.

    A change that the checker refuses proves nothing about the examples: in each line at least one change has
    to break one, but for the meeting that a duty is named by. How many did which is told (pytest -rP).
    """
    shutil.copytree(PROCEDURES, tmp_path / "p", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    copied, text = tmp_path / "p" / file, (PROCEDURES / file).read_text(encoding="utf-8")
    made = list(mutants(text, own_events(PROCEDURES / file)))
    examples: dict[Path, list[Example]] = {}
    came: dict[str, list[str]] = {REFUSED: [], BROKEN: [], SURVIVES: []}
    for change, mutant in made:
        copied.write_text(mutant, encoding="utf-8")
        came[outcome(copied, examples)].append(change)
    report = f"{file}: {len(made)} changes: " + ", ".join(
        f"{len(those)} {how}" for how, those in came.items()
    )
    print(report)
    survivors = came[SURVIVES]
    assert not survivors, report + "\n" + "\n".join(survivors)
    assert len(made) >= FEWEST.get(copied.name, 150)
    lines = text.splitlines()
    named = {number for number, line in enumerate(lines, 1) if line.startswith("after")}
    unproved = {line_of(c) for c in came[REFUSED]} - {line_of(c) for c in came[BROKEN]} - named
    assert not unproved, f"{report}; only refused: lines {sorted(unproved)}"
