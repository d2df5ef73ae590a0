"""The peer for invitations: the loop that everybody writes: icalendar, EmailMessage and smtplib per invitee.

No bus, no database, no claim: where it is killed, nobody knows who has been invited.
"""

import smtplib
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from html import escape
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vRecur

from bench.peers.answering import answer_requests, timed

_OPENING = "You are invited to a meeting."
_ANSWER = "Ring {phone} to say if you can come. You can also reply by email: the meetings office reads it."
_NEEDS = (
    "If you need an interpreter, transport, childcare or someone with you, "
    "ring {phone} or reply to this email."
)
_HTML = (
    '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{subject}</title></head>'
    "<body><p>{greeting}</p><p>{opening}</p><dl>{facts}</dl><p>{answer}</p><p>{needs}</p></body></html>"
)
Invitee = dict[str, str]


def invite(request: dict[str, Any]) -> dict[str, Any]:
    """All invitees of all meetings, over one connection that is kept."""
    return timed(lambda: _send(request))


def build(request: dict[str, Any]) -> dict[str, Any]:
    """The same mails, not sent."""
    return timed(
        lambda: [
            _mail(meeting, invitee).as_bytes()
            for meeting in request["meetings"]
            for invitee in meeting["invitees"]
        ]
    )


def _send(request: dict[str, Any]) -> None:
    with smtplib.SMTP("127.0.0.1", request["port"], "localhost") as server:
        for meeting in request["meetings"]:
            for invitee in meeting["invitees"]:
                mail = _mail(meeting, invitee)
                server.sendmail("meetings@meetings.example.org", [invitee["mail"]], mail.as_bytes())


def _mail(meeting: dict[str, Any], invitee: Invitee) -> EmailMessage:
    organiser = f"m+{uuid4().hex}@meetings.example.org"
    text, html = _words(meeting, invitee)
    ics = _calendar(meeting, invitee, organiser)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address("Meetings", addr_spec=organiser)
    mail["To"] = Address(invitee["name"], addr_spec=invitee["mail"])
    mail["Subject"] = meeting["subject"]
    mail["Date"] = format_datetime(datetime.now(ZoneInfo("Europe/London")))
    mail["Auto-Submitted"] = "auto-generated"
    mail["Message-ID"] = f"<{uuid4()}@meetings.example.org>"
    mail["Reply-To"] = Address("", addr_spec=organiser)
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    mail.add_alternative(ics, maintype="text", subtype="calendar", cte="base64")
    calendar: Any = list(mail.iter_parts())[-1]
    del calendar["Content-Disposition"]
    calendar.set_param("charset", "UTF-8")
    calendar.set_param("method", "REQUEST")
    mail.make_mixed()
    mail.add_attachment(ics, maintype="application", subtype="ics", filename="invite.ics", cte="base64")
    mail["Content-Language"] = "en-GB"
    return mail


def _words(meeting: dict[str, Any], invitee: Invitee) -> tuple[str, str]:
    facts = [("What", "Meeting"), ("When", meeting["when"]), ("Where", meeting["place"])]
    facts.append(("Phone", meeting["phone"]))
    answer, needs = (words.format(phone=meeting["phone"]) for words in (_ANSWER, _NEEDS))
    greeting = f"Dear {invitee['name']},"
    listed = "\n".join(f"{term}: {detail}" for term, detail in facts)
    text = "\n\n".join([greeting, _OPENING, listed, answer, needs]) + "\n"
    html = _HTML.format(
        subject=escape(meeting["subject"]),
        greeting=escape(greeting),
        opening=_OPENING,
        facts="".join(f"<dt>{escape(term)}</dt><dd>{escape(detail)}</dd>" for term, detail in facts),
        answer=escape(answer),
        needs=escape(needs),
    )
    return text, html


def _calendar(meeting: dict[str, Any], invitee: Invitee, organiser: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "REQUEST")
    calendar.add_component(_zone())
    event = Event()
    event.add("uid", f"{uuid4()}@meetings.example.org")
    event.add("sequence", 0)
    event.add("dtstamp", datetime.now(UTC))
    for name in ("starts", "ends"):
        at = datetime.fromisoformat(meeting[name]).replace(tzinfo=ZoneInfo("Europe/London"))
        event.add({"starts": "dtstart", "ends": "dtend"}[name], at)
    event.add("summary", "Meeting")
    event.add("description", _ANSWER.format(phone=meeting["phone"]))
    event.add("location", meeting["place"])
    event.add("organizer", _party(organiser, "Meetings"))
    attendee = _party(invitee["mail"], invitee["name"])
    attendee.params.update(CUTYPE="INDIVIDUAL", ROLE="REQ-PARTICIPANT", PARTSTAT="NEEDS-ACTION", RSVP="TRUE")
    event.add("attendee", attendee)
    event.add("class", "PRIVATE")
    event.add("status", "CONFIRMED")
    event.add("transp", "OPAQUE")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _party(mail: str, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{mail}")
    address.params["CN"] = name
    return address


@cache
def _zone() -> Timezone:
    """Built once, by rule, as the product's: icalendar's own way would make the peer slower."""
    zone = Timezone()
    zone.add("tzid", "Europe/London")
    for part, first, month, name, before, after in (
        (TimezoneDaylight(), datetime(1970, 3, 29, 1), 3, "BST", 0, 1),
        (TimezoneStandard(), datetime(1970, 10, 25, 2), 10, "GMT", 1, 0),
    ):
        part.add("dtstart", first)
        part.add("rrule", vRecur(FREQ="YEARLY", BYDAY="-1SU", BYMONTH=month))
        part.add("tzname", name)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        zone.add_component(part)
    return zone


if __name__ == "__main__":
    answer_requests({"invite": invite, "build": build})
