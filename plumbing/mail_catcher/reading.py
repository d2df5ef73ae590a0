"""A caught message as a mail client shows it: headers, bodies, attachments and what the calendar says."""

from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast
from zoneinfo import ZoneInfo

from plumbing.mail_catcher.calendar_card import CalendarCard, card
from plumbing.mail_catcher.mailbox import Caught

HEADERS = ("From", "To", "Cc", "Reply-To", "Subject", "Date")


@dataclass(frozen=True)
class Attachment:
    """`index` numbers the parts of the message that are offered for download."""

    index: int
    name: str
    kind: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """What there is to show; `trouble` where the message could not be read as a mail at all."""

    id: str
    headers: dict[str, str] = field(default_factory=dict)
    text: str = ""
    html: str = ""
    calendar: CalendarCard | None = None
    attachments: tuple[Attachment, ...] = ()
    trouble: str = ""

    @property
    def subject(self) -> str:
        return self.headers.get("Subject") or "(no subject)"


def open_letter(mail: Caught, zone: ZoneInfo) -> Letter:
    """Never fails: a message that breaks the parser is one that somebody wants to look at."""
    try:
        return _opened(mail, zone)
    except Exception as error:  # the standard parser lets AttributeError and others out on hostile bytes
        return Letter(
            mail.id, trouble=f"This message cannot be read ({type(error).__name__}): see its source."
        )


def _opened(mail: Caught, zone: ZoneInfo) -> Letter:
    message = message_from_bytes(mail.content, policy=default)
    headers = {name: str(message[name]) for name in HEADERS if message[name] is not None}
    if stamp := message["Date"]:
        headers["Date"] = _when(stamp.datetime, zone) if stamp.datetime else str(stamp)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    calendar = next((part for part in message.walk() if part.get_content_type() == "text/calendar"), None)
    return Letter(
        mail.id,
        headers,
        _words(text),
        _words(html),
        card(_words(calendar), zone) if calendar else None,
        tuple(_attachments(message, {id(text), id(html)})),
    )


def _attachments(message: EmailMessage, bodies: set[int]) -> list[Attachment]:
    parts = [part for part in message.walk() if not part.is_multipart() and id(part) not in bodies]
    return [
        Attachment(
            index,
            part.get_filename()
            or f"part-{index}.{'ics' if part.get_content_subtype() == 'calendar' else 'bin'}",
            part.get_content_type(),
            cast(bytes, part.get_payload(decode=True) or b""),
        )
        for index, part in enumerate(parts, start=1)
    ]


def _words(part: object) -> str:
    if part is None:
        return ""
    content = cast(bytes, cast(EmailMessage, part).get_payload(decode=True) or b"")
    words = content.decode(cast(EmailMessage, part).get_content_charset() or "utf-8", "replace")
    return words.replace("\r\n", "\n")


def _when(instant: datetime, zone: ZoneInfo) -> str:
    local = instant.astimezone(zone) if instant.tzinfo else instant
    return f"{local:%A} {local.day} {local:%B %Y at %H:%M}"
