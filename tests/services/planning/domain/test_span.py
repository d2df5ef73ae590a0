"""A span ends on the day that a person counting on a wall calendar finds."""

from datetime import date, timedelta

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.planning.domain.span import UNITS, Span, SpanNotUnderstood
from services.planning.domain.wording import heard, spoken
from services.planning.domain.working_days import WorkingDays

# England's bank holidays as printed by the government, typed in: no library has a say in these tests.
PRINTED = (
    *("2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25"),
    *("2026-12-28", "2027-01-01", "2027-03-26", "2027-03-29", "2027-05-03", "2027-05-31", "2027-08-30"),
    *("2027-12-27", "2027-12-28", "2028-01-03", "2028-04-14", "2028-04-17", "2028-05-01", "2028-05-29"),
    *("2028-08-28", "2028-12-25", "2028-12-26"),
)
ENGLAND = WorkingDays({date.fromisoformat(day): "bank holiday" for day in PRINTED})

VECTORS = """
Monday 30 November 2026 | 10 days         | Thursday 10 December 2026
Monday 30 November 2026 | 10 working days | Monday 14 December 2026
Monday 30 November 2026 | 4 weeks         | Monday 28 December 2026
Monday 30 November 2026 | 1 month         | Wednesday 30 December 2026
Monday 30 November 2026 | 20 working days | Wednesday 30 December 2026
Monday 30 November 2026 | 40 working days | Thursday 28 January 2027
Monday 30 November 2026 | 6 weeks         | Monday 11 January 2027
Friday 18 December 2026 | 10 days         | Monday 28 December 2026
Friday 18 December 2026 | 10 working days | Wednesday 6 January 2027
Friday 18 December 2026 | 4 weeks         | Friday 15 January 2027
Friday 18 December 2026 | 1 month         | Monday 18 January 2027
Friday 18 December 2026 | 20 working days | Wednesday 20 January 2027
Friday 18 December 2026 | 40 working days | Wednesday 17 February 2027
Sunday 31 January 2027  | 1 month         | Sunday 28 February 2027
Sunday 31 January 2027  | 4 weeks         | Sunday 28 February 2027
Sunday 31 January 2027  | 10 working days | Friday 12 February 2027
Tuesday 31 March 2026   | 10 working days | Thursday 16 April 2026
Tuesday 31 March 2026   | 40 working days | Monday 1 June 2026
Monday 31 January 2028  | 1 month         | Tuesday 29 February 2028
Tuesday 29 February 2028 | 12 months      | Wednesday 28 February 2029
Monday 31 August 2026   | 6 months        | Sunday 28 February 2027
Thursday 31 December 2026 | 2 months      | Sunday 28 February 2027
Saturday 26 December 2026 | 1 working day | Tuesday 29 December 2026
"""
TABLE = [tuple(cell.strip() for cell in row.split("|")) for row in VECTORS.strip().splitlines()]

some_days = st.dates(date(2026, 1, 1), date(2028, 9, 30))


@pytest.mark.parametrize(("start", "span", "due"), TABLE)
def test_a_span_ends_on_the_day_the_table_says(start: str, span: str, due: str) -> None:
    assert spoken(Span.parse(span).after(heard(start), ENGLAND).due) == due


def test_ten_working_days_over_christmas_are_explained_in_one_sentence() -> None:
    reckoning = Span.parse("10 working days").after(date(2026, 12, 18), ENGLAND)
    assert reckoning.skipped == (date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1))
    assert reckoning.words("the meeting") == (
        "10 working days after the meeting on Friday 18 December 2026; 25 and 28 December and 1 January "
        "are not working days: Wednesday 6 January 2027"
    )


def test_one_skipped_day_is_spoken_of_in_the_singular() -> None:
    words = Span.parse("10 working days").after(date(2026, 4, 28), ENGLAND).words("the meeting")
    assert "; 4 May is not a working day: Wednesday 13 May 2026" in words


def test_a_sum_without_a_holiday_speaks_of_none() -> None:
    words = Span.parse("10 working days").after(date(2026, 6, 9), ENGLAND).words("the meeting")
    assert words == "10 working days after the meeting on Tuesday 9 June 2026: Tuesday 23 June 2026"


def test_a_calendar_span_that_ends_on_a_bank_holiday_stays_there_and_says_which_day_to_use() -> None:
    """Reading 25."""
    reckoning = Span.parse("4 weeks").after(date(2026, 11, 30), ENGLAND)
    assert spoken(reckoning.due) == "Monday 28 December 2026"
    assert reckoning.hint == (
        "That is a bank holiday; the last working day before it is Thursday 24 December 2026"
    )
    assert reckoning.words("the meeting").endswith(f"Monday 28 December 2026. {reckoning.hint}")


@pytest.mark.parametrize(
    ("span", "start", "hint"),
    [
        (
            "1 month",
            "Friday 29 January 2027",
            "That is a Sunday; the last working day before it is Friday 26",
        ),
        (
            "1 day",
            "Friday 12 February 2027",
            "That is a Saturday; the last working day before it is Friday 12",
        ),
    ],
)
def test_a_calendar_span_that_ends_on_a_weekend_says_which_day_to_use(
    span: str, start: str, hint: str
) -> None:
    assert Span.parse(span).after(heard(start), ENGLAND).hint.startswith(hint)


def test_a_local_closure_is_stepped_over_and_named() -> None:
    closed = WorkingDays(ENGLAND.bank_holidays, {date(2026, 12, 24): "offices closed"})
    reckoning = Span.parse("10 working days").after(date(2026, 12, 18), closed)
    assert spoken(reckoning.due) == "Thursday 7 January 2027"
    assert "24, 25 and 28 December and 1 January are not working days" in reckoning.words("the meeting")
    assert "a local closure (offices closed)" in Span.parse("6 days").after(date(2026, 12, 18), closed).hint


@pytest.mark.parametrize(
    ("span", "day", "earlier"),
    [
        ("5 working days", "Wednesday 6 January 2027", "Tuesday 29 December 2026"),
        ("5 working days", "Wednesday 30 December 2026", "Monday 21 December 2026"),
        ("1 working day", "Sunday 28 February 2027", "Friday 26 February 2027"),
        ("1 month", "Wednesday 31 March 2027", "Sunday 28 February 2027"),
        ("2 weeks", "Friday 15 January 2027", "Friday 1 January 2027"),
    ],
)
def test_a_span_before_a_day_is_counted_backwards(span: str, day: str, earlier: str) -> None:
    assert spoken(Span.parse(span).before(heard(day), ENGLAND)) == earlier


@pytest.mark.parametrize(
    "words", ["10 working days", "1 working day", "1 month", "6 weeks", "1 week", "28 days"]
)
def test_a_span_is_written_as_it_is_read(words: str) -> None:
    assert str(Span.parse(words)) == words


SHAPES = (
    "a number and a unit, like 10 working days",
    *("… days", "… working days", "… weeks", "… months"),
    "the same day",
)


@pytest.mark.parametrize(
    ("words", "wrong", "allowed"),
    [
        ("10 wekks", "wekks", UNITS),
        ("2 years", "years", UNITS),
        ("1 weekday", "weekday", UNITS),
        ("0 days", "0", ("a whole number from 1 up", "the same day")),
        ("Ten days", "Ten days", ("10 days", *SHAPES)),
        ("10 Working-Days", "10 Working-Days", ("10 working days", *SHAPES)),
        ("10", "10", SHAPES),
        ("-1 days", "-1 days", SHAPES),
        ("ten moons", "ten moons", SHAPES),
    ],
)
def test_a_span_that_is_not_understood_names_the_wrong_word(
    words: str, wrong: str, allowed: tuple[str, ...]
) -> None:
    with pytest.raises(SpanNotUnderstood) as refusal:
        Span.parse(words)
    assert (refusal.value.word, refusal.value.allowed) == (wrong, allowed)


@given(some_days, st.integers(1, 40))
def test_no_sum_of_working_days_lands_on_a_closed_day(day: date, number: int) -> None:
    span = Span(number, "working days")
    assert ENGLAND.is_working(span.after(day, ENGLAND).due)
    assert ENGLAND.is_working(span.before(day, ENGLAND))


@given(some_days, st.integers(1, 40))
def test_working_days_agree_with_a_second_reckoner(day: date, number: int) -> None:
    """numpy first rolls a closed start back to a working day, from which the same steps lead on."""
    theirs = numpy.busday_offset(day, number, roll="backward", holidays=list(PRINTED))
    assert Span(number, "working days").after(day, ENGLAND).due == theirs.astype(date)


@given(some_days, st.integers(1, 24))
def test_months_never_pass_the_end_of_the_month_they_reach(day: date, number: int) -> None:
    month = numpy.datetime64(day, "M") + number
    last = ((month + 1).astype("datetime64[D]") - 1).astype(date)
    due = Span(number, "months").after(day, WorkingDays({})).due
    assert (due.year, due.month) == (last.year, last.month)
    assert due.day == min(day.day, last.day)


@given(some_days, st.integers(1, 60))
def test_days_and_weeks_are_plain_days(day: date, number: int) -> None:
    assert Span(number, "days").after(day, WorkingDays({})).due == day + timedelta(number)
    assert Span(number, "weeks").after(day, WorkingDays({})).due == day + timedelta(7 * number)
