"""A meeting's time is one that clocks show exactly once, and is said as a person would."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from services.scheduler.domain.meeting_time import clock_words, meeting_time

LONDON = ZoneInfo("Europe/London")


def test_a_time_that_the_clocks_leap_over_is_refused():
    with pytest.raises(ValueError, match="01:30 on 28 March 2027 does not exist"):
        meeting_time("2027-03-28T01:30", "2027-03-28T03:00", LONDON)


@pytest.mark.parametrize("starts", ["2027-10-31T01:30", "2027-10-31T01:30+00:00"])
def test_a_time_that_comes_twice_is_refused(starts):
    with pytest.raises(ValueError, match="01:30 on 31 October 2027 comes twice"):
        meeting_time(starts, "2027-10-31T03:00", LONDON)


def test_a_meeting_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="give a later end"):
        meeting_time("2026-12-09T10:00", "2026-12-09T10:00", LONDON)


def test_an_instant_is_the_same_instant_in_the_councils_zone():
    time = meeting_time("2027-06-09T09:00:00Z", "2027-06-09T10:30:00Z", LONDON)
    assert time.starts.astimezone(UTC) == datetime(2027, 6, 9, 9, tzinfo=UTC)
    assert time.hours == "10am to 11:30am"
    assert time.day == "Wednesday 9 June 2027"


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [
        (0, 0, "midnight"),
        (0, 30, "12:30am"),
        (9, 5, "9:05am"),
        (12, 0, "midday"),
        (12, 15, "12:15pm"),
        (17, 0, "5pm"),
    ],
)
def test_a_time_of_day_is_said_in_plain_words(hour, minute, said):
    assert clock_words(datetime(2026, 12, 9, hour, minute)) == said
