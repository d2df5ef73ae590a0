"""Text for mail headers that cannot become a header of its own.

CPython up to 3.11.9 and 3.12.4 decodes an encoded word inside a Subject or a display name and then writes the
line break that was hidden in it: a name could add a Bcc (CVE-2024-6923). We run on such a Python, so text is
disarmed on the way in and the finished bytes are looked at on the way out.
"""

import re
import unicodedata
from collections.abc import Callable, Set
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_HOSTILE = "Ann =?utf-8?q?a=0D=0ABcc=3A_other=40example.org?= \r\nX-Other: y \u202e"


class UnsafeHeaders(Exception):
    """The headers written are not the headers meant: the message must not leave."""


def hdr_text(text: str, longest: int = 120) -> str:
    """One printable line: no line breaks, direction marks or encoded words; cut at `longest` characters."""
    plain = _UNPRINTABLE.sub(" ", unicodedata.normalize("NFC", text))
    return " ".join(plain.replace("=?", "= ?").split())[:longest]


def assert_headers(raw: bytes, allowed: Set[str]) -> None:
    """Raises UnsafeHeaders unless each header is allowed (names in lower case) and stands there once."""
    head = re.split(rb"\r\n\r\n|\n\n|\r\r", raw, maxsplit=1)[0]
    lines = [line for line in re.split(rb"\r\n|\r|\n", head) if line and line[:1] not in b" \t"]
    names = [line.split(b":", 1)[0].strip().lower().decode("ascii", "replace") for line in lines]
    strange = sorted(set(names) - allowed)
    twice = sorted({name for name in names if names.count(name) > 1})
    if strange or twice:
        raise UnsafeHeaders(f"{len(strange)} headers not meant and {len(twice)} written twice")


def self_test(clean: Callable[[str], str] = hdr_text) -> None:
    """At start-up: a hostile name must not get through on this very Python. Raises UnsafeHeaders."""
    text = clean(_HOSTILE)
    if "=?" in text or _UNPRINTABLE.search(text):
        raise UnsafeHeaders("text for headers is not disarmed: send nothing with this build")
    message = EmailMessage(policy=policy.SMTP)
    message["Subject"] = text
    message["To"] = Address(text, "ann", "example.org")
    assert_headers(message.as_bytes(), {"subject", "to"})
