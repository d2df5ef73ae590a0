"""One attempt to sign in: what our side must remember until the browser comes back, in a cookie of its own.

Nothing of it is kept in the database, so that ten thousand begun and never ended leave nothing behind.
"""

import secrets
from dataclasses import asdict, dataclass
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer

LASTS = 600
"""Seconds that somebody may take at the provider."""
_LARGEST = 4000
_LONGEST_PATH = 1000


@dataclass(frozen=True)
class Attempt:
    """`then`: the path of ours to go on to. `again`: somebody signed in is to prove anew who they are."""

    state: str
    nonce: str
    verifier: str
    then: str
    again: bool = False


def new_attempt(then: str, again: bool = False) -> Attempt:
    then = then if len(then) <= _LONGEST_PATH else "/"
    return Attempt(
        secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48), then, again
    )


def sealed(attempt: Attempt, secret: bytes) -> str:
    """For the cookie: readable by its browser, changeable by nobody."""
    return str(_seal(secret).dumps(asdict(attempt)))


def unsealed(cookie: str | None, secret: bytes) -> Attempt | None:
    """None where it is missing, changed or too old."""
    if not cookie or len(cookie) > _LARGEST:
        return None
    try:
        found: Any = _seal(secret).loads(cookie, max_age=LASTS)
        return Attempt(**found)
    except (BadData, TypeError):
        return None


def _seal(secret: bytes) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="attempt to sign in")
