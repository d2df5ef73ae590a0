"""Which requirement each rule carries and what proves it; docs/requirements.md is what comes out."""

from pathlib import Path

from services.planning.procedures.council import PROCEDURES
from services.planning.procedures.rows import Row, rows, table
from services.procedure_commands import cited, reached
from tests.services.planning.procedures.conftest import LOCAL, TOP
from tests.services.planning.procedures.test_checking import RULE

DOC = Path(__file__).parents[4] / "docs" / "requirements.md"
CHAIR = """
[[chair]]
of   = "review"
who  = ["team manager"]
at   = "4"
ids  = ["XX2"]
says = "A manager chairs."
"""
EXAMPLE = """
[[example]]
says   = "A month"
given  = ["Monday 2 November 2026: assessment authorised"]
expect = [{ duty = "planning meeting", from = "Monday 2 November 2026", due = "Wednesday 2 December 2026" }]
"""


def test_the_page_is_up_to_date() -> None:
    """Made anew with: script/cin procedure rows > docs/requirements.md."""
    assert DOC.read_text(encoding="utf-8") == table(rows(PROCEDURES, cited(), reached()))


def write(folder: Path, examples: str) -> Path:
    council = folder / "anytown"
    council.mkdir(exist_ok=True)
    top = TOP.format(edition="2020", in_force="2020-01-01")
    (council / "2020-01-01.toml").write_text(top + RULE + CHAIR, encoding="utf-8")
    (council / "local.toml").write_text(LOCAL, encoding="utf-8")
    (council / "examples.toml").write_text(examples, encoding="utf-8")
    return folder


def test_a_row_is_live_only_where_it_is_proved_and_reached(tmp_path: Path) -> None:
    write(tmp_path, EXAMPLE)
    month = Row("XX1", "anytown", "planning meeting", "Anytown 1", "example", False)
    chair = Row("XX2", "anytown", "chair of review", "Anytown 4", "–", True)
    both = {"anytown": {"planning meeting", "chair of review"}}
    assert rows(tmp_path, cited=set(), reached={"anytown": {"chair of review"}}) == [month, chair]
    assert [row.live for row in rows(tmp_path, set(), both)] == [True, False]
    assert [row.live for row in rows(tmp_path, {"XX1", "XX2"}, both)] == [True, True]
    assert [row.live for row in rows(tmp_path, {"XX1", "XX2"}, {"elsewhere": both["anytown"]})] == [
        False,
        False,
    ]


def test_a_dated_rule_whose_example_is_wrong_is_not_proved_by_a_test_that_names_it(tmp_path: Path) -> None:
    write(tmp_path, EXAMPLE.replace("Wednesday 2 December", "Thursday 3 December"))
    assert [row.proved_by for row in rows(tmp_path, {"XX1", "XX2"}, {})] == ["–", "test"]


def test_what_a_test_cites_is_read_from_its_name_and_its_docstring() -> None:
    """NC19; the name of another says nc15."""
    found = cited()
    assert {"NC15", "NC19"} <= found
    assert not {one for one in found if not one[:2].isupper()}


def test_every_row_says_which_rule_it_is() -> None:
    found = rows(PROCEDURES, set(), {})
    assert found and all(row.rule and row.clause for row in found)
    assert str(found[0]).count("|") == 8


ASKED_FOR = """
OX2 OX11 OX12 OX13 OX15 OX16 OX18 OX21 OX22 OX23 OX25 OX27 OX28 OX29
LE5 LE6 LE7 LE8 LE9 LE10 LE12 LE13 LE14 LE15 LE17 LE18 LE19 LE22 LE31 LE33 LE36 LE42
SH1 SH2 SH9 SH10 SH13 SH16 SH20 SH21 SH23
NC5 NC7 NC9 NC14 NC15 NC16 NC17 NC19 NC21 NC24 NC29
GU2 GU4 GU5 GU6 GU7 GU9 GU10
"""
"""What the five procedures say of clocks, chairs and circulation, by the ids of our requirements."""


def test_no_row_has_dropped_out_of_the_table() -> None:
    """A rule that loses its id would else leave the table without a sound."""
    assert set(ASKED_FOR.split()) - {row.id for row in rows(PROCEDURES, set(), {})} == set()
