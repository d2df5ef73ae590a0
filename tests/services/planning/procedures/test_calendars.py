"""England's bank holidays are known, are the right ones, and will be known for years to come."""

from datetime import date

import pytest

from services.planning.domain.working_days import CalendarRunsOut
from services.planning.procedures.calendars import FIRST, LAST, bank_holidays, working_days_of
from services.planning.procedures.council import load_council

PRINTED = {
    2026: ("01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"),
    2027: ("01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"),
    2028: ("01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"),
}
YEARS_AHEAD = 5  # the longest clock and its reminders stay well within this


@pytest.mark.parametrize("year", PRINTED)
def test_englands_bank_holidays_are_those_the_government_prints(year: int) -> None:
    on_weekdays = {day for day in bank_holidays("England") if day.year == year and day.weekday() < 5}
    assert on_weekdays == {date.fromisoformat(f"{year}-{day}") for day in PRINTED[year]}


def test_the_calendar_does_not_run_out_in_the_years_ahead() -> None:
    """Fails years before a date would have to be guessed: then raise LAST, with a newer `holidays`."""
    years = range(date.today().year, date.today().year + YEARS_AHEAD + 1)
    for year in years:
        weekdays = [day for day in bank_holidays("England") if day.year == year and day.weekday() < 5]
        assert len(weekdays) >= 8, f"{year} has only {len(weekdays)} bank holidays on weekdays"
    assert date(years[-1], 12, 31) <= LAST


def test_beyond_the_calendar_no_day_is_taken_for_a_working_day() -> None:
    working_days = working_days_of(load_council("newcastle"))
    assert not working_days.is_working(FIRST)
    with pytest.raises(CalendarRunsOut):
        working_days.is_working(date(LAST.year + 1, 1, 4))


def test_a_councils_own_closures_are_no_working_days(write_council) -> None:
    council = write_council({"2020-01-01": ""}, '[[closure]]\non = 2026-12-24\nname = "offices closed"\n')
    assert working_days_of(council).why_closed(date(2026, 12, 24)) == "a local closure (offices closed)"
    assert working_days_of(load_council("newcastle")).is_working(date(2026, 12, 24))
