"""The few lines of a calendar part that a person sees, read plainly and without believing them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from plumbing.web.words import civil_date_words, civil_time_words

_LINE = re.compile(r'([\w-]+)((?:;[\w-]+=(?:"[^"]*"|[^";:]*)(?:,(?:"[^"]*"|[^";:]*))*)*):(.*)', re.DOTALL)
_WORDS = {"REQUEST": "Invitation", "CANCEL": "Cancelled", "REPLY": "Answer", "PUBLISH": "For information"}


@dataclass(frozen=True)
class CalendarCard:
    """As a mail client's own card says it. `when` has the weekday, in the reader's time zone."""

    method: str
    says: str
    what: str
    when: str
    where: str
    organiser: str
    attendees: tuple[str, ...]
    uid: str
    sequence: str
    status: str


def card(text: str, zone: ZoneInfo) -> CalendarCard:
    """The first event of the calendar; what is not there is empty."""
    found: dict[str, tuple[str, str]] = {}
    attendees: list[str] = []
    inside: list[str] = []
    for name, parameters, value in _lines(text):
        if name == "BEGIN":
            inside.append(value.upper())
        elif name == "END" and inside:
            inside.pop()
        elif name == "ATTENDEE" and inside[-1:] == ["VEVENT"]:
            attendees.append(_person(parameters, value))
        elif inside in (["VCALENDAR"], ["VCALENDAR", "VEVENT"]):
            found.setdefault(name, (parameters, value))
    said = {name: value for name, (_, value) in found.items()}
    method = said.get("METHOD", "").upper()
    return CalendarCard(
        method=method,
        says=_WORDS.get(method, "Calendar entry"),
        what=_plain(said.get("SUMMARY", "")),
        when=_when(found, zone),
        where=_plain(said.get("LOCATION", "")),
        organiser=_person(*found["ORGANIZER"]) if "ORGANIZER" in found else "",
        attendees=tuple(attendees),
        uid=said.get("UID", ""),
        sequence=said.get("SEQUENCE", ""),
        status=said.get("STATUS", ""),
    )


def _lines(text: str) -> Iterator[tuple[str, str, str]]:
    """RFC 5545's content lines: a line that begins with a space goes on the one before."""
    for line in re.sub(r"\r?\n[ \t]", "", text).splitlines():
        if match := _LINE.fullmatch(line):
            yield match[1].upper(), match[2], match[3]


def _plain(value: str) -> str:
    return re.sub(r"\\([nN,;\\])", lambda match: "\n" if match[1] in "nN" else match[1], value)


def _person(parameters: str, value: str) -> str:
    address = re.sub(r"(?i)^mailto:", "", value)
    name = re.search(r'(?i);CN=(?:"([^"]*)"|([^";:]*))', parameters)
    return f"{name[1] or name[2]} <{address}>" if name else address


def _when(found: dict[str, tuple[str, str]], zone: ZoneInfo) -> str:
    if "DTSTART" not in found:
        return ""
    start = _moment(*found["DTSTART"], zone)
    end = _moment(*found["DTEND"], zone) if "DTEND" in found else None
    if not isinstance(start, datetime):
        return civil_date_words(start, weekday=True) if start else found["DTSTART"][1]
    words = f"{civil_date_words(start.date(), weekday=True)}, {civil_time_words(start.time())}"
    if not isinstance(end, datetime):
        return words
    until = civil_time_words(end.time())
    if end.date() != start.date():
        until = f"{civil_date_words(end.date(), weekday=True)}, {until}"
    return f"{words} to {until}"


def _moment(parameters: str, value: str, zone: ZoneInfo) -> datetime | date | None:
    """An instant, or one with a time zone, comes out in the reader's zone; a floating one as it stands."""
    try:
        if len(value) == 8:
            return datetime.strptime(value, "%Y%m%d").date()
        moment = datetime.strptime(value.rstrip("Z"), "%Y%m%dT%H%M%S")
        if value.endswith("Z"):
            return moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone)
        named = re.search(r'(?i);TZID="?([^";:]+)', parameters)
        return moment.replace(tzinfo=ZoneInfo(named[1])).astimezone(zone) if named else moment
    except (ValueError, ZoneInfoNotFoundError):
        return None
