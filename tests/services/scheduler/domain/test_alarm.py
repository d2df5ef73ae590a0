"""An alarm calls once for soon and once for overdue, whatever happens to its duty meanwhile."""

from dataclasses import replace
from datetime import date

import pytest

from services.scheduler.domain.alarm import Alarm, AlarmState, Call, DutyDates, first_heard

OPENED = date(2026, 12, 1)
DATES = DutyDates("duty", 1, "child", "review", "Newcastle 1.6", date(2026, 12, 18), date(2026, 12, 11))
ALARM = first_heard(DATES, OPENED)


def calls(alarm: Alarm, *days: date) -> list[tuple[Call, bool]]:
    made = []
    for day in days:
        alarm, call, late = alarm.call(day)
        if call:
            made.append((call, late))
    return made


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 12, 10), []),
        (date(2026, 12, 11), [(Call.SOON, False)]),
        (date(2026, 12, 14), [(Call.SOON, True)]),
        (date(2026, 12, 18), [(Call.SOON, True)]),
        (date(2026, 12, 19), [(Call.OVERDUE, False)]),
        (date(2026, 12, 21), [(Call.OVERDUE, True)]),
    ],
    ids=["the day before", "on its day", "after a weekend off", "on the due day", "the day after", "later"],
)
def test_a_silent_alarm_calls_what_is_true_that_day(day, expected):
    assert calls(ALARM, day) == expected


def test_an_alarm_calls_soon_once_and_overdue_once():
    days = [date(2026, 12, day) for day in range(1, 32)]
    assert calls(ALARM, *days) == [(Call.SOON, False), (Call.OVERDUE, False)]


def test_a_duty_opened_within_its_last_days_is_called_at_once_and_not_as_late():
    alarm = first_heard(DATES, date(2026, 12, 16))
    assert calls(alarm, date(2026, 12, 16)) == [(Call.SOON, False)]


def test_a_moved_duty_calls_anew_for_its_new_date():
    overdue, _, _ = ALARM.call(date(2026, 12, 19))
    later = replace(DATES, version=2, due=date(2027, 1, 8), soon=date(2026, 12, 30))
    moved = overdue.moved(later, date(2026, 12, 20))
    assert calls(moved, date(2026, 12, 29)) == []
    assert calls(moved, date(2026, 12, 30), date(2027, 1, 9)) == [(Call.SOON, False), (Call.OVERDUE, False)]


def test_a_duty_reworded_without_a_new_date_is_not_called_again():
    soon, _, _ = ALARM.call(date(2026, 12, 11))
    reworded = soon.moved(replace(DATES, version=2, clause="Newcastle 1.7"), date(2026, 12, 12))
    assert calls(reworded, date(2026, 12, 12)) == []
    assert reworded.dates.clause == "Newcastle 1.7"


def test_a_met_duty_stays_silent_even_when_its_date_is_corrected():
    met = ALARM.stopped(replace(DATES, version=2))
    corrected = met.moved(replace(DATES, version=3, due=date(2026, 12, 4)), date(2026, 12, 2))
    assert corrected.next_on is None
    assert calls(corrected, date(2027, 1, 1)) == []


def test_a_version_that_was_passed_changes_nothing():
    met = ALARM.stopped(replace(DATES, version=3))
    assert met.opened(replace(DATES, version=2), OPENED) is met
    assert met.moved(replace(DATES, version=3), OPENED) is met


def test_a_duty_opened_again_rings_again():
    opened = ALARM.stopped(replace(DATES, version=2)).opened(replace(DATES, version=3), OPENED)
    assert opened.state is AlarmState.SET
    assert opened.next_on == date(2026, 12, 11)


def test_a_duty_without_a_date_has_no_alarm():
    assert first_heard(replace(DATES, due=None, soon=None), OPENED).next_on is None
