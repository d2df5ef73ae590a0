"""Builds the bytes of a mail: one recipient, neutral words, and no header that was not meant."""

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from cin.v1 import claims_pb2

from plumbing.mail_headers import assert_headers, hdr_text

_HEADERS = {
    *("from", "to", "reply-to", "subject", "date", "message-id", "in-reply-to", "references"),
    *("auto-submitted", "content-language", "mime-version", "content-type"),
}
_PLAIN_ADDRESS = re.compile(r"[!-~]+@[!-~]+", re.ASCII)
_NEVER_IN_ONE = re.compile(r"[\s<>(),;:\"\[\]\\]|@.*@")
_METHOD = re.compile(rb"^METHOD:(\w+)\r?$", re.MULTILINE)
COPY_SUBJECT = "Papers from a meeting"


class AddressUnusable(Exception):
    """What is on record is no mail address."""


def invitation_mail(said: claims_pb2.InvitationObject, now: datetime) -> bytes:
    """As the large providers send it: words, the same in HTML, the object last, and again as a file.

    Raises ValueError where what the scheduler said contradicts itself or could become a header of its own.
    """
    if _METHOD.findall(said.ics) != [said.method.encode()]:
        raise ValueError("the method that was said is not the one method in the object")
    mail = _mail(said.organiser_name, said.organiser, said.attendee_name, said.attendee, said.subject, now)
    mail["Message-ID"] = said.message_id
    if said.in_reply_to:
        mail["In-Reply-To"] = mail["References"] = said.in_reply_to
    mail["Reply-To"] = _address("", said.organiser)
    mail.set_content(said.text, cte="quoted-printable")
    mail.add_alternative(said.html, subtype="html", cte="quoted-printable")
    mail.add_alternative(said.ics, maintype="text", subtype="calendar", cte="base64")
    calendar = mail.get_payload()[-1]  # type: ignore[index]  # just made a multipart
    del calendar["Content-Disposition"]  # type: ignore[union-attr]  # a part, never text
    calendar.set_param("charset", "UTF-8")  # type: ignore[union-attr]  # a part, never text
    calendar.set_param("method", said.method)  # type: ignore[union-attr]  # a part, never text
    mail.make_mixed()
    mail.add_attachment(said.ics, maintype="application", subtype="ics", filename="invite.ics", cte="base64")
    return _bytes(mail)


def copy_mail(to: claims_pb2.Recipient, pdf: bytes, sender: str, message_id: str, now: datetime) -> bytes:
    """A circulated copy for a secure mailbox; nothing outside the PDF says whom it is about."""
    mail = _mail(to.council, sender, to.name, to.mail, COPY_SUBJECT, now)
    mail["Message-ID"] = message_id
    mail["Reply-To"] = _address("", sender)
    words = (
        "The papers from a meeting are attached.\n\n"
        "They are confidential: keep them as your agency's rules ask, and do not pass them on.\n\n"
        f"If anything in them is wrong, or they are not for you, please ring {to.office_phone}.\n\n"
        f"{to.council}\n"
    )
    mail.set_content(words, cte="quoted-printable")
    mail.add_attachment(pdf, maintype="application", subtype="pdf", filename="papers.pdf")
    return _bytes(mail)


def _mail(
    sender_name: str, sender: str, name: str, recipient: str, subject: str, now: datetime
) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _address(sender_name, sender)
    mail["To"] = _address(name, recipient)
    mail["Subject"] = hdr_text(subject)
    mail["Date"] = format_datetime(now)
    mail["Auto-Submitted"] = "auto-generated"
    return mail


def _address(name: str, address: str) -> Address:
    if len(address) > 254 or _NEVER_IN_ONE.search(address) or not _PLAIN_ADDRESS.fullmatch(address):
        raise AddressUnusable("the mail address on record cannot be used")
    try:
        return Address(hdr_text(name), addr_spec=address)
    except Exception:  # the email package raises several kinds, AttributeError among them
        raise AddressUnusable("the mail address on record cannot be used") from None


def _bytes(mail: EmailMessage) -> bytes:
    mail["Content-Language"] = (
        "en-GB"  # last: set_content() moves what begins with Content- into the first part
    )
    raw = mail.as_bytes()
    assert_headers(raw, _HEADERS)
    return raw
