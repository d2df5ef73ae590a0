"""A mail server's log, or a list of Message-IDs, tells which mails it took and when."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from services.notifications.domain.mail_log import is_ours, mails_in

NOW = datetime(2027, 1, 6, 9, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
OURS = "<0b6f3c1e-0000-5000-8000-000000000001@meetings.example.org>"


def _at(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)  # type: ignore[misc,arg-type]  # year, month, day, hour


@pytest.mark.parametrize(
    ("line", "at"),
    [
        (f"Jan  5 10:00:00 mx postfix/cleanup[7]: 4ABC: message-id={OURS}", _at(2027, 1, 5, 10)),
        (f"Dec 30 10:00:00 mx postfix/cleanup[7]: 4ABC: message-id={OURS}", _at(2026, 12, 30, 10)),
        (f"2027-01-05T10:00:00+01:00 mx postfix/cleanup[7]: message-id={OURS}", _at(2027, 1, 5, 9)),
        (f"2027-01-05 10:00:00 1abc <= a@b H=x P=esmtps S=9 id={OURS[1:-1]}", _at(2027, 1, 5, 10)),
        (OURS, None),
        (OURS[1:-1], None),
        (f"2027-01-05T10:00:00Z {OURS}", _at(2027, 1, 5, 10)),
    ],
)
def test_each_kind_of_line_is_read(line: str, at: datetime | None) -> None:
    found = mails_in([line + "\n"], NOW, LONDON)
    assert found == {OURS: at}


def test_the_first_time_counts_and_other_lines_are_passed_over() -> None:
    lines = [
        "Jan  5 09:59:59 mx postfix/smtpd[7]: connect from somewhere",
        "",
        f"2027-01-05T10:00:00Z mx postfix/cleanup[7]: message-id={OURS}",
        f"2027-01-05T11:00:00Z mx postfix/cleanup[7]: message-id={OURS}",
        "2027-01-05T11:00:00Z mx postfix/smtp[7]: to=<somebody@agency.example>, status=sent",
    ]
    assert mails_in(lines, NOW, LONDON) == {OURS: datetime(2027, 1, 5, 10, tzinfo=UTC)}


def test_ours_are_known_by_their_shape_and_domain() -> None:
    assert is_ours(OURS, ["Meetings.example.org"])
    assert not is_ours(OURS, ["council.example"])
    assert not is_ours("<20270105.x@meetings.example.org>", ["meetings.example.org"])
    assert not is_ours(OURS.replace("0b6f3c1e", "0B6F3C1E"), ["meetings.example.org"])
