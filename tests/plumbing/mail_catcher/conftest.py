"""A catcher on a free loopback port, and an invitation to send to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from smtplib import SMTP as Client
from threading import Event, Thread
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from plumbing.clocks import MachineClock
from plumbing.mail_catcher.catcher import MailCatcher
from plumbing.mail_catcher.mailbox import Mailbox
from plumbing.mail_catcher.pages import catcher_app

ZONE = ZoneInfo("Europe/London")
CALENDAR = """BEGIN:VCALENDAR\r
VERSION:2.0\r
METHOD:REQUEST\r
BEGIN:VTIMEZONE\r
TZID:Europe/London\r
BEGIN:STANDARD\r
DTSTART:19701025T020000\r
END:STANDARD\r
END:VTIMEZONE\r
BEGIN:VEVENT\r
UID:8f14e45f@meetings.example.org\r
SEQUENCE:2\r
DTSTAMP:20261101T090000Z\r
DTSTART;TZID=Europe/London:20261106T103000\r
DTEND;TZID=Europe/London:20261106T120000\r
SUMMARY:Review meeting\\, the third\r
LOCATION:The Old Library\\; room 2 which has a rather long name that is fold\r
 ed here\r
ORGANIZER;CN="Northshire: meetings":mailto:reply+x@meetings.example.org\r
ATTENDEE;CN=Sam;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:sam@example.org\r
END:VEVENT\r
END:VCALENDAR\r
"""


@dataclass
class Post:
    catcher: MailCatcher
    mailbox: Mailbox
    browser: FlaskClient

    def send(self, content: bytes, to: str = "sam@example.org", sender: str = "from@example.org") -> None:
        with Client("127.0.0.1", self.catcher.port, timeout=10) as client:
            assert client.sendmail(sender, [to], content) == {}


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    mailbox = Mailbox(tmp_path / "mail")
    catcher = MailCatcher(mailbox, 0, MachineClock())
    stop = Event()
    thread = Thread(target=catcher.run, args=(stop,))
    thread.start()
    assert catcher.started.wait(10)
    yield Post(catcher, mailbox, catcher_app(mailbox, ZONE).test_client())
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


@pytest.fixture
def invitation() -> bytes:
    return invite(CALENDAR)


def invite(calendar: str) -> bytes:
    """A mail as the product sends it: text, HTML and calendar side by side, files after them."""
    message = EmailMessage(policy=SMTP)
    message["From"] = "Northshire <from@example.org>"
    message["To"] = "sam@example.org"
    message["Reply-To"] = "reply+x@meetings.example.org"
    message["Subject"] = "A meeting"
    message["Date"] = "Sun, 01 Nov 2026 09:00:00 +0000"
    message.set_content("Dear Sam,\n\n<b>please</b> come.\n.\nA line that was one dot.\n")
    message.add_alternative(
        "<p style='color:navy'>Dear Sam</p><script>document.title='ran'</script>", subtype="html"
    )
    message.add_alternative(
        calendar.encode(), maintype="text", subtype="calendar", params={"method": "REQUEST"}
    )
    message.add_attachment(b"%PDF-1.7\n", maintype="application", subtype="pdf", filename="plan.pdf")
    message.add_attachment(b"<script>", maintype="text", subtype="html", filename="evil.html")
    return message.as_bytes()
