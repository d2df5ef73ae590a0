"""The bytes of what leaves: the shape that calendars expect, one recipient, and no header not meant."""

import email
import email.policy
import re
from datetime import datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from cin.v1 import claims_pb2

from services.notifications.adapters.mail_messages import AddressUnusable, copy_mail, invitation_mail

NOW = datetime(2026, 11, 26, 9, 30, tzinfo=ZoneInfo("Europe/London"))
ALLOWED = set(
    "from to reply-to subject date message-id in-reply-to references auto-submitted content-language"
    " mime-version content-type".split()
)
HOSTILE = [
    "Ann\r\nBcc: other@example.org",
    "Ann\nBcc: other@example.org",
    "Ann\rBcc: other@example.org",
    "Ann =?utf-8?q?a=0D=0ABcc=3A_other=40example.org?=",
    "=?utf-8?b?QW5uDQpCY2M6IG90aGVyQGV4YW1wbGUub3Jn?=",
    "Ann\u2028Bcc: other@example.org",
    "Ann\u0085Bcc: other@example.org",
    "Ann\x0bBcc: other@example.org",
    'Ann", other@example.org, "',
    "Ann <other@example.org>",
    "Ann, other@example.org",
    "A" * 500 + "\r\nBcc: other@example.org",
    "Æ" * 300,
]
PDF = b"%PDF-1.7\r\n.\r\nMarek Nowak\n"


def ics(method: str = "REQUEST") -> bytes:
    lines = ("BEGIN:VCALENDAR", f"METHOD:{method}", "SUMMARY:Meeting – é", ".", "END:VCALENDAR", "")
    return "\r\n".join(lines).encode()


def said(**different: object) -> claims_pb2.InvitationObject:
    usual: dict[str, object] = {
        "method": "REQUEST",
        "ics": ics(),
        "attendee": "marek@family.example",
        "attendee_name": "Marek Nowak",
        "organiser": "m+abc@meetings.example.org",
        "organiser_name": "Meetings",
        "subject": "Invitation: Meeting, Wednesday 9 December 2026, 10am",
        "text": "You are invited to a meeting – 10am.\n" + "A long line " * 30 + "\n.\n",
        "html": '<html lang="en-GB"><p>You are invited – 10am.</p></html>',
        "message_id": "<one@meetings.example.org>",
    }
    return claims_pb2.InvitationObject(**(usual | different))


def recipient(**different: object) -> claims_pb2.Recipient:
    usual: dict[str, object] = {
        "person": "p1",
        "entitled": True,
        "secure": True,
        "mail": "ann@agency.example",
        "name": "Ann Reed",
        "office_phone": "0191 498 0100",
        "council": "Newcastle City Council",
        "address": ["17 Harbour Street"],
    }
    return claims_pb2.Recipient(**(usual | different))


def invitation(**different: object) -> bytes:
    return invitation_mail(said(**different), NOW)


def copy(**different: object) -> bytes:
    return copy_mail(recipient(**different), PDF, "papers@council.example", "<c1@council.example>", NOW)


def read(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)


def names(raw: bytes) -> list[str]:
    """Header names by the bytes themselves, whatever a parser would make of them."""
    head = re.split(rb"\r\n\r\n", raw, maxsplit=1)[0]
    lines = [line for line in re.split(rb"\r\n|\r|\n", head) if line and line[:1] not in b" \t"]
    return [line.split(b":")[0].decode().lower() for line in lines]


def shape(part: EmailMessage) -> object:
    kind = part.get_content_type()
    return (kind, [shape(each) for each in part.iter_parts()]) if part.is_multipart() else kind


def parts(raw: bytes) -> dict[str, EmailMessage]:
    return {part.get_content_type(): part for part in read(raw).walk()}


def test_an_invitation_is_words_the_same_in_html_the_object_and_the_object_as_a_file() -> None:
    words = ["text/plain", "text/html", "text/calendar"]
    assert shape(read(invitation())) == (
        "multipart/mixed",
        [("multipart/alternative", words), "application/ics"],
    )


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_the_method_on_the_part_is_the_method_in_the_object(method: str) -> None:
    calendar = parts(invitation(method=method, ics=ics(method)))["text/calendar"]
    inside = re.search(rb"METHOD:(\w+)", calendar.get_payload(decode=True))
    assert calendar.get_param("method") == method == inside[1].decode()
    assert str(calendar.get_param("charset")).upper() == "UTF-8"


def test_an_object_whose_method_is_another_than_was_said_never_leaves() -> None:
    with pytest.raises(ValueError, match="method"):
        invitation(method="CANCEL", ics=ics("REQUEST"))


def test_the_object_stands_in_base64_and_is_no_attachment() -> None:
    calendar = parts(invitation())["text/calendar"]
    assert calendar["Content-Transfer-Encoding"] == "base64"
    assert calendar["Content-Disposition"] is None


def test_the_file_is_the_same_object_byte_for_byte() -> None:
    found = parts(invitation())
    file = found["application/ics"]
    assert file.get_filename() == "invite.ics" and file.get_content_disposition() == "attachment"
    assert file.get_payload(decode=True) == found["text/calendar"].get_payload(decode=True) == ics()


def test_the_words_arrive_as_they_were_said() -> None:
    found = parts(invitation())
    assert found["text/plain"].get_content().replace("\r\n", "\n") == said().text
    assert found["text/html"].get_content().strip() == said().html


@pytest.mark.parametrize("raw", [invitation(), copy()], ids=["invitation", "copy"])
def test_each_line_ends_with_crlf_and_is_short_enough_for_any_server(raw: bytes) -> None:
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", raw)
    assert raw.endswith(b"\r\n")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    raw.decode("ascii")


@pytest.mark.parametrize("raw", [invitation(in_reply_to="<0@m.example>"), copy()], ids=["invitation", "copy"])
def test_there_is_one_recipient_and_no_header_that_was_not_meant(raw: bytes) -> None:
    assert set(names(raw)) <= ALLOWED and len(set(names(raw))) == len(names(raw))
    assert len(read(raw)["To"].addresses) == 1


def test_an_invitation_comes_from_its_organiser_and_answers_go_there() -> None:
    mail = read(invitation())
    assert mail["From"].addresses[0].addr_spec == mail["Reply-To"].addresses[0].addr_spec == said().organiser
    assert mail["Message-ID"] == said().message_id and mail["In-Reply-To"] is None
    assert mail["Auto-Submitted"] == "auto-generated" and mail["Content-Language"] == "en-GB"


def test_an_update_names_the_first_message_of_the_invitee() -> None:
    mail = read(invitation(in_reply_to="<first@meetings.example.org>"))
    assert mail["In-Reply-To"] == mail["References"] == "<first@meetings.example.org>"


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("field", ["attendee_name", "organiser_name", "subject"])
def test_a_hostile_word_in_an_invitation_adds_no_header_and_no_recipient(field: str, name: str) -> None:
    raw = invitation(**{field: name})
    assert sorted(names(raw)) == sorted(names(invitation()))
    mail = read(raw)
    assert [each.addr_spec for each in mail["To"].addresses] == ["marek@family.example"]
    assert [each.addr_spec for each in mail["From"].addresses] == [said().organiser]


@pytest.mark.parametrize("field", ["message_id", "in_reply_to", "organiser"])
def test_a_hostile_identifier_never_leaves(field: str) -> None:
    with pytest.raises((AddressUnusable, ValueError)):
        invitation(**{field: "<a@b.example>\r\nBcc: other@example.org"})


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("field", ["name", "council"])
def test_a_hostile_word_in_a_copy_adds_no_header_and_no_recipient(field: str, name: str) -> None:
    raw = copy(**{field: name})
    assert sorted(names(raw)) == sorted(names(copy()))
    assert [each.addr_spec for each in read(raw)["To"].addresses] == ["ann@agency.example"]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ann",
        "ann@",
        "@agency.example",
        "ann@agency.example, other@example.org",
        "ann@agency.example\r\nBcc: other@example.org",
        "ann@agency.example other@example.org",
        "Ann <ann@agency.example>",
        "ann reed@agency.example",
        "josé@agency.example",
        "ann@agency.example>",
        "ann@agency.example\u200b",
        "a" * 300 + "@agency.example",
    ],
)
def test_what_is_no_plain_mail_address_is_unusable_and_is_not_repeated(address: str) -> None:
    with pytest.raises(AddressUnusable) as copied:
        copy(mail=address)
    with pytest.raises(AddressUnusable):
        invitation(attendee=address)
    assert "reed" not in str(copied.value) and "agency" not in str(copied.value)


def test_a_copy_says_neither_whom_nor_what_it_is_about_outside_the_pdf() -> None:
    raw = copy()
    mail = read(raw)
    words = parts(raw)["text/plain"].get_content()
    assert mail["Subject"] == "Papers from a meeting"
    outside = (words + str(mail["Subject"])).casefold()
    hinting = ("marek", "child", "plan", "review", "in need", "harbour", "ann", "care")
    assert not [word for word in hinting if re.search(rf"\b{word}\b", outside)]


def test_a_copy_carries_the_pdf_byte_for_byte_under_a_neutral_name() -> None:
    file = parts(copy())["application/pdf"]
    assert file.get_payload(decode=True) == PDF
    assert file.get_filename() == "papers.pdf" and file.get_content_disposition() == "attachment"


def test_a_copy_says_whom_to_ring_where_it_went_astray() -> None:
    assert "please ring 0191 498 0100" in parts(copy())["text/plain"].get_content()
