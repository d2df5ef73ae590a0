"""No text can become a mail header of its own, on this very Python."""

from email import policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage

import pytest

from plumbing.mail_headers import UnsafeHeaders, assert_headers, hdr_text, self_test

HOSTILE = [
    "Ann =?utf-8?q?a=0D=0ABcc=3A_evil=40example.org?=",
    "Ann =?utf-8?b?YQ0KQmNjOiBldmlsQGV4YW1wbGUub3Jn?=",
    "Ann\r\nBcc: evil@example.org",
    "Ann\nBcc: evil@example.org",
    "Ann\rBcc: evil@example.org",
    "Ann\x0bBcc: evil@example.org",
    "Ann\x85Bcc: evil@example.org",
    "Ann\u2028Bcc: evil@example.org",
    "Ann\x00\x1f\x7f",
    "=?" * 40 + "utf-8?q?a=0D=0ABcc=3A_x?=",
    "==??utf-8?q?=0D=0ABcc=3A_x?=",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_adds_no_header_to_subject_or_display_name(text: str) -> None:
    message = EmailMessage(policy=policy.SMTP)
    message["Subject"] = hdr_text(text)
    message["To"] = Address(hdr_text(text), "ann", "example.org")
    assert_headers(message.as_bytes(), {"subject", "to"})


@pytest.mark.parametrize("text", [*HOSTILE, "left \u202eright", "isolate \u2066x", "zero\u200bwidth"])
def test_cleaned_text_is_one_printable_line(text: str) -> None:
    clean = hdr_text(text)
    assert clean.isprintable()
    assert "=?" not in clean


@pytest.mark.parametrize("name", ["Zoë O'Brien-Núñez", "李小龍", "Łukasz", "Ann  Example"])
def test_an_ordinary_name_stays_what_it_is(name: str) -> None:
    assert hdr_text(name) == " ".join(name.split())


def test_composed_and_decomposed_spellings_become_the_same() -> None:
    assert hdr_text("Zoe\u0308") == "Zo\u00eb"


def test_text_is_cut_at_its_limit() -> None:
    assert len(hdr_text("x" * 500)) == 120


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: a\r\nBcc: b\r\n\r\n",
        b"Subject: a\nBcc: b\n\n",
        b"Subject: a\rBcc: b\r\n\r\n",
        b"Subject: a\r\nSubject: b\r\n\r\n",
        b"Subject: a\r\nSUBJECT: b\r\n\r\n",
        b"Subject: a\r\nno colon here\r\n\r\n",
    ],
)
def test_headers_that_were_not_meant_or_stand_twice_are_refused(raw: bytes) -> None:
    with pytest.raises(UnsafeHeaders):
        assert_headers(raw, {"subject", "to"})


def test_headers_that_were_meant_pass_with_folded_lines_and_whatever_the_body_says() -> None:
    assert_headers(b"Subject: a\r\n folded\r\nTo: b\r\n\r\nBcc: only text\r\n", {"subject", "to"})


def test_a_refusal_holds_no_text_of_the_message() -> None:
    with pytest.raises(UnsafeHeaders) as refusal:
        assert_headers(b"X-Ann-Example: 1 Secret Street\r\n\r\n", {"subject"})
    assert "Secret" not in str(refusal.value) and "ann" not in str(refusal.value).lower()


def test_the_guard_holds_on_this_python() -> None:
    self_test()


def test_the_self_test_fails_where_text_is_not_disarmed() -> None:
    with pytest.raises(UnsafeHeaders, match="send nothing"):
        self_test(clean=lambda text: text)
    with pytest.raises(UnsafeHeaders, match="send nothing"):
        self_test(clean=lambda text: text.replace("\r\n", " "))


def test_an_encoded_word_that_was_not_disarmed_is_caught_on_the_way_out_or_written_harmless() -> None:
    message = EmailMessage(policy=policy.SMTP)
    message["Subject"] = HOSTILE[0]
    try:
        raw = message.as_bytes()
        assert_headers(raw, {"subject"})
    except (UnsafeHeaders, MessageError):
        return
    assert b"\nBcc" not in raw
