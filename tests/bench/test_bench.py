"""Every table of the bench runs, with tiny sizes and no look at the time, so that the bench cannot rot."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from bench.measuring import Scale, Spent, Table, interleave, ratio, spread
from bench.report import PAGE, put
from bench.running import TABLES, measure
from bench.tables import census

TINY = Scale(rounds=1, tiny=True)


@pytest.mark.peers
@pytest.mark.kafka
@pytest.mark.postgres
@pytest.mark.parametrize("name", TABLES)
def test_a_table_can_be_measured(name: str) -> None:
    found = measure(name, TINY)
    assert not found.warnings
    assert found.rows and all(len(row) == len(found.head) for row in found.rows)


def test_the_bank_holiday_of_the_census_moves_a_duty_of_each_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """The published figure is of deadlines that moved, not of looking for them in vain."""
    found = census.measured((20,))
    assert any("moves a duty of each" in row[0] for row in found.rows)
    monkeypatch.setattr(census, "_HOLIDAY", date(2026, 11, 19))  # before any of them
    with pytest.raises(AssertionError, match="open duties moved for 20 children"):
        census.measured((20,))


def test_every_table_has_its_place_on_the_page() -> None:
    words = PAGE.read_text("utf-8")
    assert [name for name in TABLES if f"<!-- {name}: begin -->\n" not in words] == []


def test_a_table_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text("Before.\n<!-- speed: begin -->\nold\n<!-- speed: end -->\nAfter.\n", "utf-8")
    put(Table("speed", ("what",), [("new",)], warnings=["the other"]), page)
    words = page.read_text("utf-8")
    assert "old" not in words and "| new |" in words and "**NOT MEASURED: the other**" in words
    assert words.startswith("Before.\n<!-- speed: begin -->") and words.endswith(
        "<!-- speed: end -->\nAfter.\n"
    )


def test_a_table_without_a_place_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text("Nothing here.\n", "utf-8")
    with pytest.raises(ValueError, match="no marks"):
        put(Table("speed", ("what",), [("new",)]), page)


def test_sides_take_turns_and_the_first_round_is_dropped() -> None:
    order: list[str] = []

    def side(name: str) -> Spent:
        order.append(name)
        return Spent(len(order), 0.0)

    found = interleave({"a": lambda: side("a"), "b": lambda: side("b")}, Scale(rounds=2))
    assert order == ["a", "b", "b", "a", "a", "b"]
    assert [one.wall for one in found["a"]] == [4, 5]


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ([3.0], (3.0, 3.0, 3.0)),
        ([1.0, 2.0, 3.0], (1.5, 2.0, 2.5)),
        ([4.0, 1.0, 2.0, 3.0, 5.0], (2.0, 3.0, 4.0)),
    ],
)
def test_a_spread_is_the_median_and_the_middle_half(
    values: Sequence[float], wanted: tuple[float, ...]
) -> None:
    found = spread(values)
    assert (found.low, found.median, found.high) == wanted


def test_a_ratio_pairs_the_rounds() -> None:
    ours, theirs = [Spent(1.0, 2.0), Spent(10.0, 1.0)], [Spent(2.0, 2.0), Spent(20.0, 3.0)]
    assert ratio(theirs, ours, "wall").median == 2.0
    assert ratio(theirs, ours, "cpu").median == 2.0
