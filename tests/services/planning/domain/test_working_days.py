"""A working day is no weekend, bank holiday or closure; beyond the end of the calendar nobody guesses."""

from datetime import date

import pytest

from services.planning.domain.working_days import CalendarRunsOut, WorkingDays

HERE = WorkingDays(
    {date(2026, 12, 25): "Christmas Day", date(2026, 12, 26): "Boxing Day"},
    {date(2026, 12, 24): "offices closed"},
    first=date(2026, 1, 1),
    last=date(2026, 12, 31),
)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 12, 23), ""),
        (date(2026, 12, 24), "a local closure (offices closed)"),
        (date(2026, 12, 25), "a bank holiday"),
        (date(2026, 12, 26), "a Saturday"),
        (date(2026, 12, 27), "a Sunday"),
    ],
)
def test_a_closed_day_says_why(day: date, why: str) -> None:
    assert HERE.why_closed(day) == why
    assert HERE.is_working(day) == (why == "")


def test_a_bank_holiday_on_a_weekend_is_no_closed_weekday() -> None:
    assert not HERE.is_closed_weekday(date(2026, 12, 26))
    assert HERE.is_closed_weekday(date(2026, 12, 25))


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2027, 1, 1)])
def test_a_day_outside_the_calendar_is_refused_and_not_taken_for_a_working_day(day: date) -> None:
    with pytest.raises(CalendarRunsOut, match="2026-01-01 to 2026-12-31"):
        HERE.is_working(day)
