"""Finds a person's words wherever they may have leaked, in the forms that words take on their way."""

import base64
import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

_SOFT_BREAK = re.compile(rb"=\r?\n|\r?\n[ \t]")


def forms(value: str) -> set[bytes]:
    """Plain, in small letters, percent-encoded, quoted-printable, and base64 at each of its three offsets."""
    raw = value.encode()
    found = {raw, raw.lower(), quote(value).encode(), quote_plus(value).encode()}
    found.add(value.encode("unicode_escape"))
    found.add("".join(f"={byte:02X}" if byte > 126 else chr(byte) for byte in raw).encode())
    for offset in range(3):
        encoded = base64.b64encode(b"\0" * offset + raw)
        start = (offset * 8 + 5) // 6
        end = len(encoded.rstrip(b"=")) - (1 if (offset + len(raw)) % 3 else 0)
        found.add(encoded[start:end])
    return {form for form in found if len(form) >= 5}


def leaks(haystack: bytes, values: Iterable[str]) -> list[str]:
    """The values found, whether or not the haystack folds its lines."""
    unfolded = _SOFT_BREAK.sub(b"", haystack)
    whole = haystack + b"\n" + unfolded + b"\n" + re.sub(rb"\r?\n", b"", haystack)
    return [value for value in values if any(form in whole for form in forms(value))]
