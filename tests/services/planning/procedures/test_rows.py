"""Which requirement each rule carries and what proves it; docs/requirements.md is what comes out."""

from pathlib import Path

import pytest

from services.planning.procedures.council import PROCEDURES
from services.planning.procedures.rows import Row, rows, table
from services.procedure_commands import reached
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
    assert DOC.read_text(encoding="utf-8") == table(rows(PROCEDURES, reached()))


CIRCULATE = """
[[circulate]]
of     = "record"
after  = "review"
to     = ["everyone invited"]
by     = "social worker"
within = "10 working days"
at     = "5"
ids    = ["XX5"]
says   = "Everyone has the record."
"""
OF_A_REVIEW = """
[[example]]
says   = "XX2, XX5: what a review is owed"
given  = ["Monday 1 March 2027: review"]
expect = [
  { duty = "circulate after review", from = "Monday 1 March 2027", due = "Monday 15 March 2027"%s },
%s]
"""
TO = ', to = ["everyone invited"]'
WHO = '  { chair = "review", on = "Monday 1 March 2027", who = ["team manager"] },\n'


def write(folder: Path, examples: str, more: str = "") -> Path:
    council = folder / "anytown"
    council.mkdir(exist_ok=True)
    top = TOP.format(edition="2020", in_force="2020-01-01")
    (council / "2020-01-01.toml").write_text(top + RULE + CHAIR + more, encoding="utf-8")
    (council / "local.toml").write_text(LOCAL, encoding="utf-8")
    (council / "examples.toml").write_text(examples, encoding="utf-8")
    return folder


def proved(folder: Path) -> list[str]:
    return [row.proved_by for row in rows(folder, {})]


def test_a_row_is_live_only_where_it_is_proved_and_reached(tmp_path: Path) -> None:
    write(tmp_path, EXAMPLE)
    month = Row("XX1", "anytown", "planning meeting", "Anytown 1", "example", False)
    chair = Row("XX2", "anytown", "chair of review", "Anytown 4", "–", True)
    both = {"anytown": {"planning meeting", "chair of review"}}
    assert rows(tmp_path, {"anytown": {"chair of review"}}) == [month, chair]
    assert [row.live for row in rows(tmp_path, both)] == [True, False]
    assert [row.live for row in rows(tmp_path, {"elsewhere": both["anytown"]})] == [False, False]


def test_an_example_that_is_wrong_proves_nothing(tmp_path: Path) -> None:
    assert proved(write(tmp_path, EXAMPLE)) == ["example", "–"]
    assert proved(write(tmp_path, EXAMPLE.replace("2 December", "3 December"))) == ["–", "–"]


@pytest.mark.parametrize(
    ("example", "wanted"),
    [
        (OF_A_REVIEW % ("", ""), ["–", "–", "–"]),
        (OF_A_REVIEW % (TO, ""), ["–", "–", "example"]),
        (OF_A_REVIEW % ("", WHO), ["–", "example", "–"]),
        (OF_A_REVIEW % (TO, WHO), ["–", "example", "example"]),
        (OF_A_REVIEW.replace("XX2, XX5", "All") % (TO, WHO), ["–", "–", "–"]),
    ],
    ids=["neither", "recipients", "chair", "both", "no id"],
)
def test_a_chair_and_recipients_are_proved_by_an_example_that_names_the_id_and_states_them(
    tmp_path: Path, example: str, wanted: list[str]
) -> None:
    assert proved(write(tmp_path, example, CIRCULATE)) == wanted


def test_two_rules_on_one_meetings_chair_have_two_names_and_are_reached_apart() -> None:
    """OX25: the general clause, and that of the Disabled Children Service."""
    found = rows(PROCEDURES, {"oxfordshire": {"chair of review"}})
    chairs = {row.rule: row.reached for row in found if row.id == "OX25"}
    assert chairs == {"chair of review": True, "chair of review for disabled child": False}


def test_every_row_says_which_rule_it_is() -> None:
    found = rows(PROCEDURES, {})
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
    assert set(ASKED_FOR.split()) - {row.id for row in rows(PROCEDURES, {})} == set()


def test_every_row_that_was_asked_for_is_live_in_every_rule_that_carries_it() -> None:
    assert [
        str(row) for row in rows(PROCEDURES, reached()) if row.id in ASKED_FOR.split() and not row.live
    ] == []
