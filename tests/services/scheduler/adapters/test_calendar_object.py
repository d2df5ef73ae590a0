"""A calendar object is lawful, is read at the right time by others, and tells nothing to a lock screen."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from services.scheduler.adapters.calendar_object import Entry, Party, calendar_object
from services.scheduler.domain.invitation import Method
from services.scheduler.domain.meeting_time import MeetingTime, meeting_time
from tests.services.scheduler.adapters.readers import libical_complaints, read_by_icaljs

LONDON = ZoneInfo("Europe/London")
DECEMBER = meeting_time("2026-12-09T10:00", "2026-12-09T11:00", LONDON)
REQUEST = Entry(
    method=Method.REQUEST,
    uid="7f0e6f0e-8b7e-4a44-9d0a-2f2f9a6a0c1e@meetings.example.org",
    sequence=0,
    stamp=datetime(2026, 11, 26, 9, 30, tzinfo=UTC),
    time=DECEMBER,
    organiser=Party("m+k7q2x9@meetings.example.org", "Meetings"),
    attendee=Party("marek.nowak@example.com", "Marek Nowak"),
    required=True,
    description="Ring 01632 960000 to say if you can come. You can also reply by email.",
    place="Civic Centre, Barras Bridge",
)
UPDATE = replace(REQUEST, sequence=1, time=meeting_time("2027-06-09T10:00", "2027-06-09T11:00", LONDON))
CANCEL = replace(REQUEST, method=Method.CANCEL, sequence=2, description="")
LIFE = pytest.mark.parametrize("entry", [REQUEST, UPDATE, CANCEL], ids=["request", "update", "cancel"])
EDGES = pytest.mark.parametrize(
    ("starts", "utc"),
    [
        ("2026-12-09T10:00", "2026-12-09T10:00"),
        ("2027-03-27T10:00", "2027-03-27T10:00"),
        ("2027-03-28T00:30", "2027-03-28T00:30"),
        ("2027-03-28T02:30", "2027-03-28T01:30"),
        ("2027-03-29T10:00", "2027-03-29T09:00"),
        ("2027-07-01T10:00", "2027-07-01T09:00"),
        ("2027-10-30T10:00", "2027-10-30T09:00"),
        ("2027-10-31T00:30", "2027-10-30T23:30"),
        ("2027-10-31T02:30", "2027-10-31T02:30"),
        ("2027-11-01T10:00", "2027-11-01T10:00"),
    ],
)


def unfolded(entry: Entry) -> list[str]:
    return calendar_object(entry).decode().replace("\r\n ", "").split("\r\n")


@pytest.mark.libical
@LIFE
def test_libical_finds_it_lawful_for_its_method(entry):
    assert libical_complaints(calendar_object(entry)) == []


@pytest.mark.libical
@pytest.mark.parametrize("taken", ["ORGANIZER", "ATTENDEE", "UID", "DTSTAMP"])
def test_libical_would_notice_what_is_missing(taken):
    kept = [line for line in unfolded(REQUEST) if not line.startswith(taken)]
    assert libical_complaints("\r\n".join(kept).encode()) != []


@pytest.mark.libical
@EDGES
def test_libical_accepts_both_sides_of_both_clock_changes(starts, utc):
    time = meeting_time(starts, starts[:14] + "45", LONDON)
    assert libical_complaints(calendar_object(replace(REQUEST, time=time))) == []


@pytest.mark.icaljs
@EDGES
def test_icaljs_reads_the_right_hour_on_both_sides_of_both_clock_changes(starts, utc):
    time = meeting_time(starts, starts[:14] + "45", LONDON)
    read = read_by_icaljs(calendar_object(replace(REQUEST, time=time)))
    assert (read["starts"], read["ends"]) == (f"{utc}:00.000Z", f"{utc[:14]}45:00.000Z")


@pytest.mark.icaljs
@LIFE
def test_icaljs_reads_one_event_for_one_attendee(entry):
    read = read_by_icaljs(calendar_object(entry))
    assert (read["method"], read["sequence"], read["uid"]) == (entry.method, entry.sequence, entry.uid)
    assert (read["zones"], read["events"]) == (1, 1)
    assert read["attendees"] == ["mailto:marek.nowak@example.com"]


@LIFE
def test_the_bytes_are_what_mail_systems_expect(entry):
    long = replace(entry, attendee=Party("marek.nowak@example.com", "Łukasz Żółć " * 12))
    ics = calendar_object(long)
    assert ics.count(b"\n") == ics.count(b"\r\n") == ics.count(b"\r")
    assert ics.endswith(b"END:VCALENDAR\r\n")
    assert max(len(line) for line in ics.split(b"\r\n")) <= 75
    for line in ics.split(b"\r\n"):
        line.decode()  # no fold splits a letter
    assert ics.count(f"METHOD:{entry.method}".encode()) == 1


@LIFE
def test_there_is_one_attendee_and_both_mailboxes_are_mailto(entry):
    lines = unfolded(entry)
    attendees = [line for line in lines if line.startswith("ATTENDEE")]
    assert len(attendees) == 1
    assert attendees[0].endswith(":mailto:marek.nowak@example.com")
    assert "RSVP=TRUE" in attendees[0]
    assert "ORGANIZER;CN=Meetings:mailto:m+k7q2x9@meetings.example.org" in lines


@LIFE
def test_the_words_are_neutral_and_no_alarm_rings(entry):
    text = "\n".join(unfolded(entry)).replace("NEEDS-ACTION", "")  # the standard's own word
    assert not re.search("child|need|review|council|famil", text, re.IGNORECASE)
    assert "SUMMARY:Meeting" in text
    assert "CLASS:PRIVATE" in text
    assert "VALARM" not in text and "RDATE" not in text
    assert f"STATUS:{'CANCELLED' if entry.method == 'CANCEL' else 'CONFIRMED'}" in text


def test_a_place_is_only_there_when_given():
    assert any(line.startswith("LOCATION:") for line in unfolded(REQUEST))
    assert not any(line.startswith("LOCATION") for line in unfolded(replace(REQUEST, place="")))


def test_quotes_and_control_characters_in_a_name_are_left_out():
    name = 'Marek "Mar"\x0b\r\nATTENDEE:mailto:x@example.com'
    lines = unfolded(replace(REQUEST, attendee=Party("m@example.com", name)))
    attendees = [line for line in lines if line.startswith("ATTENDEE")]
    assert len(attendees) == 1
    assert "\x0b" not in attendees[0] and "^" not in attendees[0]


@pytest.mark.parametrize("mail", ["", "nobody", "a b@example.com", "a@example.com\r\nX:y"])
def test_an_unusable_mailbox_is_refused_without_repeating_it(mail):
    with pytest.raises(ValueError, match="usable mailbox") as refusal:
        calendar_object(replace(REQUEST, attendee=Party(mail, "Marek")))
    assert not mail or mail not in str(refusal.value)


@pytest.mark.parametrize("starts", [datetime(2027, 3, 28, 1, 30), datetime(2027, 10, 31, 1, 30)])
def test_a_time_that_is_not_shown_exactly_once_is_refused(starts):
    ends = starts.replace(hour=5, tzinfo=LONDON)
    with pytest.raises(ValueError, match="choose another time"):
        calendar_object(replace(REQUEST, time=MeetingTime(starts.replace(tzinfo=LONDON), ends)))


def test_a_zone_whose_rule_is_not_written_here_is_refused():
    time = meeting_time("2026-12-09T10:00", "2026-12-09T11:00", ZoneInfo("Europe/Berlin"))
    with pytest.raises(ValueError, match="Europe/London"):
        calendar_object(replace(REQUEST, time=time))


def test_the_same_entry_gives_the_same_bytes():
    assert calendar_object(REQUEST) == calendar_object(replace(REQUEST))
