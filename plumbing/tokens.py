"""Short-lived tokens between services: one Ed25519 key each, bound to who asks, for what, about what."""

import base64
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from plumbing.whole_files import kept, put

LIFETIME = 60
"""Seconds that a token lives, by the machine clock."""
_ALGORITHMS = ["EdDSA", "Ed25519"]


class TokenRefused(Exception):
    """The token is missing, out of date, for somebody else, or not signed by whom it says."""


@dataclass(frozen=True)
class Asking:
    """Who asks (a person's id, or the service itself), through which service, to do what with which thing."""

    service: str
    subject: str
    action: str
    thing: str


class Keys:
    """A folder with one key pair per service; in Kubernetes the folder is a mounted Secret.

    `makes`: what is missing is made. Not by a process that is one of several, of which each may have a folder
    of its own: all would be ready, and none would believe another.
    """

    def __init__(self, folder: Path, makes: bool = True) -> None:
        self._folder = folder
        self._makes = makes

    def private(self, service: str) -> OKPKey:
        """Made where it is missing, by the first who asks; its public one is there once this returns.

        Raises ValueError where it is missing and is not to be made, or cannot be.
        """
        public = self._folder / f"{service}.public.pem"
        key = OKPKey.import_key(self.kept(f"{service}.private.pem", _new))
        if not public.exists() and os.access(self._folder, os.W_OK):  # a mounted Secret only reads
            put(public, key.as_pem(private=False))
        return key

    def kept(self, name: str, make: Callable[[], bytes]) -> bytes:
        """What a secret file of the folder holds, made as above; raises ValueError as above."""
        path = self._folder / name
        if not path.exists():
            if not self._makes:
                raise ValueError(
                    f"CIN_KEYS: {self._folder} holds no {name}, and a role by itself makes none that "
                    "the others would trust: cin keys make makes all of them, to hand out"
                )
            if self._folder.exists() and not os.access(self._folder, os.W_OK):
                raise ValueError(
                    f"CIN_KEYS: {self._folder} holds no {name} and cannot be written: cin keys make makes it"
                )
        return kept(path, make)

    def public(self, service: str) -> OKPKey:
        path = self._folder / f"{service}.public.pem"
        if not path.exists():
            raise TokenRefused(f"no public key of {service} in the key folder")
        return OKPKey.import_key(path.read_text())


class Tokens:
    """Signs as one service and checks what others signed for it. `now` is the machine clock's instant."""

    def __init__(self, service: str, keys: Keys) -> None:
        self._service = service
        self._keys = keys
        self._private = keys.private(service)

    @property
    def service(self) -> str:
        """As whom it signs."""
        return self._service

    def sign(self, audience: str, subject: str, action: str, thing: str, now: datetime) -> str:
        instant = int(now.timestamp())
        claims = {
            "iss": self._service,
            "aud": audience,
            "sub": subject,
            "act": action,
            "thing": thing,
            "iat": instant,
            "exp": instant + LIFETIME,
            "jti": uuid4().hex,
        }
        return jwt.encode({"alg": "Ed25519"}, claims, self._private, algorithms=_ALGORITHMS)

    def check(self, token: str, now: datetime) -> Asking:
        """Whom the token speaks for; raises TokenRefused."""
        try:
            issuer = _issuer(token)
            decoded = jwt.decode(token, self._keys.public(issuer), algorithms=_ALGORITHMS)
            claims = decoded.claims
            if claims["iss"] != issuer or claims["aud"] != self._service:
                raise TokenRefused("the token is for somebody else")
            if not claims["iat"] - 5 <= now.timestamp() < claims["exp"]:
                raise TokenRefused("the token is out of date")
            return Asking(issuer, claims["sub"], claims["act"], claims["thing"])
        except (JoseError, ValueError, LookupError, TypeError) as refusal:
            raise TokenRefused("the token cannot be read") from refusal


def _new() -> bytes:
    return OKPKey.generate_key("Ed25519").as_pem(private=True)


def _issuer(token: str) -> str:
    """Read before it is verified, only to choose the key; a name that could leave the folder is refused."""
    body = token.split(".")[1]
    issuer = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))["iss"]
    if not isinstance(issuer, str) or not issuer.isalpha():
        raise ValueError("no such issuer")
    return issuer
