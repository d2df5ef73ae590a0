"""Writes one invitation as an iTIP object: the one file that knows the calendar library."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vRecur,
)

from services.scheduler.domain.invitation import Method
from services.scheduler.domain.meeting_time import MeetingTime, sound

PRODUCT = "-//Meetings//EN"


@dataclass(frozen=True)
class Party:
    """A mailbox and the name shown for it."""

    mail: str
    name: str


@dataclass(frozen=True)
class Entry:
    """All that stands in the object. `stamp` is in UTC; `place` and `description` may be empty."""

    method: Method
    uid: str
    sequence: int
    stamp: datetime
    time: MeetingTime
    organiser: Party
    attendee: Party
    required: bool
    description: str
    place: str


def calendar_object(entry: Entry) -> bytes:
    """RFC 5546 REQUEST or CANCEL for exactly one ATTENDEE.

    Raises ValueError for a time that its zone does not show exactly once, and for an unusable mailbox.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", entry.method.value)
    calendar.add_component(_zone(_zone_name(entry.time.starts)))
    calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp)
    event.add("dtstart", sound(entry.time.starts))
    event.add("dtend", sound(entry.time.ends))
    event.add("summary", "Meeting")
    if entry.description:
        event.add("description", plain(entry.description))
    if entry.place:
        event.add("location", plain(entry.place))
    event.add("organizer", _address(entry.organiser))
    event.add("attendee", _attendee(entry))
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if entry.method is Method.CANCEL else "CONFIRMED")
    event.add("transp", "OPAQUE")
    return event


def _attendee(entry: Entry) -> vCalAddress:
    address = _address(entry.attendee)
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = "REQ-PARTICIPANT" if entry.required else "OPT-PARTICIPANT"
    address.params["PARTSTAT"] = "NEEDS-ACTION"
    address.params["RSVP"] = "TRUE"  # without it some clients show no buttons
    return address


def _address(party: Party) -> vCalAddress:
    if "@" not in party.mail or plain(party.mail) != party.mail or " " in party.mail:
        raise ValueError("an invitation needs a usable mailbox at both ends: mend the contact")
    address = vCalAddress(f"mailto:{party.mail}")
    address.params["CN"] = plain(party.name).replace('"', "") or "Guest"
    return address


def plain(text: str) -> str:
    """One line without control characters; some clients show an escaped quote literally."""
    return "".join(
        " " if unicodedata.category(character) == "Cc" else character for character in text
    ).strip()


def _zone_name(time: datetime) -> str:
    if not isinstance(time.tzinfo, ZoneInfo) or time.tzinfo.key not in ("Europe/London",):
        raise ValueError("a meeting's time must be in Europe/London: no other zone's rule is written here")
    return time.tzinfo.key


@cache
def _zone(name: str) -> Timezone:
    """By rule and never by list: Outlook ignores RDATE here, and ical.js reads winter an hour wrong by it."""
    zone = Timezone()
    zone.add("tzid", name)
    summer, winter = TimezoneDaylight(), TimezoneStandard()
    _onset(summer, datetime(1970, 3, 29, 1), 3, "BST", 0, 1)
    _onset(winter, datetime(1970, 10, 25, 2), 10, "GMT", 1, 0)
    zone.add_component(summer)
    zone.add_component(winter)
    return zone


def _onset(
    part: TimezoneDaylight | TimezoneStandard, first: datetime, month: int, name: str, before: int, after: int
) -> None:
    part.add("dtstart", first)
    part.add("rrule", vRecur(FREQ="YEARLY", BYDAY="-1SU", BYMONTH=month))
    part.add("tzname", name)
    part.add("tzoffsetfrom", timedelta(hours=before))
    part.add("tzoffsetto", timedelta(hours=after))
