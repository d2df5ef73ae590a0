"""docs/adding-a-council.md names the whole grammar, and the council that it builds has no fault."""

import re
import tomllib
from pathlib import Path

import pytest

from services.planning.domain.vocabulary import KINDS, PROPERTIES, ROLES
from services.planning.procedures import grammar
from services.planning.procedures.checking import check
from services.planning.procedures.council import load_folder
from services.planning.procedures.example_files import EXPECTED
from services.planning.procedures.inventory import inventory
from services.planning.procedures.rules import STARTS
from services.planning.procedures.values import CALENDARS, COUNTED, FORCES, RECIPIENTS

DOC = (Path(__file__).parent.parent / "docs" / "adding-a-council.md").read_text(encoding="utf-8")
_FILE = re.compile(r"Write `([\w/.-]+)`:\n\n```toml\n(.+?)```", re.DOTALL)
_BLOCK = re.compile(r"```toml\n(.+?)```", re.DOTALL)
TABLES = {"edition": grammar.EDITION_TOP, "local": grammar.LOCAL_TOP} | {
    name: section.keys for name, section in (*grammar.EDITION.items(), *grammar.LOCAL.items())
}
EVERYWHERE = ("at", "default", "ids", "says", "reading")


def part(name: str) -> str:
    """The chapter that explains a section: from its heading to the next."""
    wanted = {"edition": "The top of an edition", "local": "`local.toml`", "closure": "`local.toml`"}
    heading = wanted.get(name, f"`[[{name}]]`")
    return next(one for one in DOC.split("\n### ")[1:] if heading in one.split("\n")[0])


@pytest.mark.parametrize("name", TABLES)
def test_every_key_of_every_section_is_explained_in_its_chapter(name: str) -> None:
    chapter, general = part(name), DOC.split("### Every rule")[1].split("###")[0]
    missing = [key for key in TABLES[name] if f"`{key}`" not in (general if key in EVERYWHERE else chapter)]
    assert not missing, f"docs/adding-a-council.md does not explain {missing} of {name}"


@pytest.mark.parametrize("name", TABLES)
def test_no_chapter_explains_a_key_that_is_not_there(name: str) -> None:
    explained = re.findall(r"^\| `(\w+)` \|", part(name), re.MULTILINE)
    together = ("event", "circumstance", "team")  # one chapter
    known = set().union(*(TABLES[one] for one in (together if name in together else (name,))))
    known |= set(TABLES["local"]) if name == "closure" else set()
    assert explained and set(explained) <= known


@pytest.mark.parametrize(
    "word",
    [*KINDS, *PROPERTIES, *ROLES, *STARTS, *COUNTED, *FORCES, *RECIPIENTS, *CALENDARS, *EXPECTED],
)
def test_every_word_that_may_stand_in_a_file_is_named(word: str) -> None:
    assert f"`{word}`" in DOC or f"`{word} " in DOC


@pytest.fixture
def milltown(tmp_path: Path) -> Path:
    for name, text in _FILE.findall(DOC):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "milltown"


def test_the_council_of_the_page_has_no_fault_and_every_example_comes_out(milltown: Path) -> None:
    files = sorted(milltown.iterdir())
    assert [path.name for path in files] == ["2027-04-01.toml", "examples.toml", "local.toml"]
    assert [str(fault) for path in files for fault in check(path)] == []
    assert "3 examples in" in " ".join(inventory(files[0]))
    assert load_folder(milltown).name == "Milltown Borough Council"


def test_each_piece_on_the_page_is_toml_that_its_file_could_hold(milltown: Path) -> None:
    pieces = [text for text in _BLOCK.findall(DOC) if text not in {text for _, text in _FILE.findall(DOC)}]
    for_examples = [text for text in pieces if text.startswith("[[example]]")]
    assert for_examples and len(pieces) > len(for_examples)
    for name, found in (
        ("2027-04-01.toml", [text for text in pieces if text not in for_examples]),
        ("examples.toml", for_examples),
    ):
        file = milltown / name
        file.write_text(file.read_text(encoding="utf-8") + "\n".join(["", *found]), encoding="utf-8")
        assert tomllib.loads(file.read_text(encoding="utf-8")) and [str(one) for one in check(file)] == []
