"""Dates are said the one way, and a slip of the pen in a date is caught."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.planning.domain.wording import DateNotUnderstood, heard, joined, listed, spoken


@given(st.dates())
def test_what_is_spoken_is_heard_as_the_same_day(day: date) -> None:
    if day.year >= 1000:
        assert heard(spoken(day)) == day


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("Thursday 18 December 2026", "that day is a Friday"),
        ("Friday 31 February 2026", "there is no such day"),
        ("18 December 2026", "is not a date"),
        ("Friday 18 Dec 2026", "is not a date"),
        ("Friday x December 2026", "is not a date"),
    ],
)
def test_a_date_that_cannot_be_meant_says_what_is_wrong(words: str, problem: str) -> None:
    with pytest.raises(DateNotUnderstood, match=problem):
        heard(words)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (["2026-12-25"], "25 December"),
        (["2027-01-01", "2026-12-28", "2026-12-25"], "25 and 28 December and 1 January"),
        (["2026-12-24", "2026-12-25", "2026-12-28"], "24, 25 and 28 December"),
        (["2026-04-03", "2026-05-04", "2026-05-25"], "3 April and 4 and 25 May"),
        ([], ""),
    ],
)
def test_days_are_listed_by_month_in_order_of_time(days: list[str], said: str) -> None:
    assert listed(map(date.fromisoformat, days)) == said


def test_the_last_of_a_list_is_joined_by_the_word_given() -> None:
    assert joined(["a", "b", "c"], "or") == "a, b or c"
