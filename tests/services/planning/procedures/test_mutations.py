"""No word of any council's files that bears a date could be another without breaking a worked example."""

import shutil
from pathlib import Path

import pytest

from services.planning.procedures.checking import check
from services.planning.procedures.council import EXAMPLES_FILE, LOCAL_FILE, PROCEDURES
from services.planning.procedures.reader import read_edition
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


@pytest.mark.parametrize("file", FILES)
def test_no_word_that_bears_a_date_could_be_another(file: str, tmp_path: Path) -> None:
    """Each number one more and one less, each unit, each event, each condition: none survives."""
    shutil.copytree(PROCEDURES, tmp_path / "p", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    copied, text = tmp_path / "p" / file, (PROCEDURES / file).read_text(encoding="utf-8")
    made = list(mutants(text, own_events(PROCEDURES / file)))
    survivors = []
    for change, mutant in made:
        copied.write_text(mutant, encoding="utf-8")
        if not check(copied):
            survivors.append(change)
    assert not survivors, f"{len(survivors)} of {len(made)} changes break nothing:\n" + "\n".join(survivors)
    assert len(made) >= FEWEST.get(copied.name, 150)
