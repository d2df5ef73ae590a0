"""What the provider says of itself, and the keys that it signs with: asked for rarely, and kept."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import requests
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from plumbing.oidc.bounded import mounted
from plumbing.oidc.refusals import ProviderDown, ProviderUnfit, SignInRefused

Key = RSAKey | ECKey
_KEPT = 3600.0
_NEW_KEYS = 10.0
"""Seconds between two askings because of a key that is not known: anybody can make up a key's name."""
_AFTER_FAILURE = 5.0
"""Seconds for which nobody asks again: else every page of ours would wait for a provider that is down."""
_LONGEST_WAIT = 2.0
"""Seconds that a thread waits for another one's asking."""
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_MOST_KEYS = 50
_SHORTEST_RSA = 2048
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Directory:
    """Threads may share it; one of them asks while the others wait for its answer."""

    def __init__(self, issuer: str, ca: str = "") -> None:
        self.issuer = issuer
        self._http = mounted(requests.Session(), ca)
        self._lock = Lock()
        self._about: tuple[float, Mapping[str, Any]] | None = None
        self._keys: tuple[float, dict[str, Key]] | None = None
        self._asked_anew = float("-inf")
        self._failed: tuple[float, type[SignInRefused], str] | None = None

    def about(self) -> Mapping[str, Any]:
        """The discovery document; raises ProviderDown or ProviderUnfit."""
        with self._turn():
            return self._discovered()

    def keys(self) -> Mapping[str, Key]:
        """All that are fit for us, by name; raises ProviderDown or ProviderUnfit."""
        with self._turn():
            return dict(self._known_keys())

    def key(self, name: str | None) -> Key:
        """By its `kid`; a token may leave it out only where there is just one key."""
        with self._turn():
            keys = self._known_keys()
            if name is not None and name not in keys and monotonic() - self._asked_anew > _NEW_KEYS:
                self._asked_anew = monotonic()
                keys = self._fetched_keys()  # where that fails, those that we have stay good
        if name is None and len(keys) == 1:
            return next(iter(keys.values()))
        if name is None or name not in keys:
            raise SignInRefused("key-not-known")
        return keys[name]

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """While one asks a slow provider, not every thread of ours waits for it."""
        if not self._lock.acquire(timeout=_LONGEST_WAIT):
            raise ProviderDown("provider-slow")
        try:
            yield
        finally:
            self._lock.release()

    def _discovered(self) -> Mapping[str, Any]:
        if self._about is None or monotonic() - self._about[0] > _KEPT:
            found = self._asked(self.issuer.rstrip("/") + "/.well-known/openid-configuration")
            if found.get("issuer") != self.issuer:
                raise ProviderUnfit("issuer-differs")
            for name in _ENDPOINTS:
                if not fit_address(found.get(name), self.issuer):
                    raise ProviderUnfit("discovery-incomplete")
            self._about = monotonic(), found
        return self._about[1]

    def _known_keys(self) -> dict[str, Key]:
        if self._keys is None or monotonic() - self._keys[0] > _KEPT:
            return self._fetched_keys()
        return self._keys[1]

    def _fetched_keys(self) -> dict[str, Key]:
        found = self._asked(self._discovered()["jwks_uri"]).get("keys")
        keys = dict(_readable(found)) if isinstance(found, list) else {}
        if not keys:
            raise ProviderUnfit("no-keys")
        self._keys = monotonic(), keys
        return keys

    def _asked(self, address: str) -> dict[str, Any]:
        if self._failed and monotonic() - self._failed[0] < _AFTER_FAILURE:
            raise self._failed[1](self._failed[2])
        try:
            return self._json(address)
        except SignInRefused as refusal:
            self._failed = monotonic(), type(refusal), refusal.reason
            raise

    def _json(self, address: str) -> dict[str, Any]:
        answer = self._http.get(address, headers={"Accept": "application/json"})
        try:
            found = answer.json() if answer.status_code == 200 else None
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise ProviderUnfit("provider-answer-unreadable")
        return found


def fit_address(address: object, issuer: str) -> bool:
    """Over TLS; without it only on this machine's own loopback, and only if the issuer is there too."""
    try:
        parts, there = urlsplit(address if isinstance(address, str) else ""), urlsplit(issuer)
        if parts.username or parts.password or not parts.hostname:
            return False
        return parts.scheme == "https" or (
            parts.scheme == "http" == there.scheme and {parts.hostname, there.hostname} <= _LOOPBACK
        )
    except ValueError:
        return False


def _readable(found: list[Any]) -> Iterator[tuple[str, Key]]:
    """A key of a kind that we do not use is passed over: a provider may hold others."""
    for number, one in enumerate(found[:_MOST_KEYS]):
        if not isinstance(one, dict) or one.get("use", "sig") != "sig":
            continue
        try:
            key = _imported({name: value for name, value in one.items() if name != "key_ops"})
        except (JoseError, ValueError, TypeError):
            continue
        if isinstance(key, RSAKey) and key.public_key.key_size < _SHORTEST_RSA:
            continue
        if key is not None:
            yield str(one.get("kid", f"without name {number}")), key


def _imported(one: dict[str, Any]) -> Key | None:
    if one.get("kty") == "RSA":
        return RSAKey.import_key(one)
    return ECKey.import_key(one) if one.get("kty") == "EC" else None
