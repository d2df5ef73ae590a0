"""A provider that lies: it answers with whatever a test gives it, and counts how often it is asked."""

import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import requests
from flask import Flask, Response, jsonify, redirect
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

from tests.oidc.browser import Browser

LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
Answer = Callable[[], Any]


@dataclass
class Hostile:
    """`token`, `discovery` and `keys` are what its three doors answer; None: as an honest provider would."""

    issuer: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "first"}))
    token: Answer | None = None
    discovery: Answer | None = None
    keys: Answer | None = None
    claims: dict[str, Any] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    nonce: str = ""
    _server: Any = None

    def start(self) -> "Hostile":
        app = Flask("hostile")
        doors = {
            "discovery": ("/.well-known/openid-configuration", "GET", self._discovery),
            "keys": ("/keys", "GET", self._keys),
            "token": ("/token", "POST", self._token),
        }
        for name, (path, method, honest) in doors.items():
            app.add_url_rule(path, name, partial(self._answer, name, honest), methods=[method])
        self._server = make_server("127.0.0.1", 0, app, threaded=True)
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def forgets(self) -> None:
        """Honest again."""
        self.token = self.discovery = self.keys = None
        self.claims = {}

    def meets(self, address: str) -> dict[str, str]:
        """A browser comes with this address: what a way back to the staff pages bears."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.nonce = asked["nonce"]
        return {"code": "a-code", "state": asked["state"]}

    def honest(self, **other: Any) -> dict[str, Any]:
        """The claims of an honest ID token but for `other`; what is given as ... is left out."""
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": "plans",
            "sub": "somebody",
            "nonce": self.nonce,
            "iat": now,
            "exp": now + 300,
            "name": "Canary Person",
            "email": "canary@example.org",
            "roles": ["Plans.TeamManager", "Plans.Team.East"],
            "sid": "their-session",
        }
        return {name: value for name, value in (claims | other).items() if value is not ...}

    def logout(self, **other: Any) -> dict[str, Any]:
        told = {"events": {LOGOUT: {}}, "jti": uuid4().hex, "sid": "their-session", "nonce": ..., "name": ...}
        return self.honest(**(told | other))

    def signed(self, claims: dict[str, Any], key: Any = None, **header: Any) -> str:
        key, alg = key or self.key, header.pop("alg", "RS256")
        said = {"alg": alg, "kid": getattr(key, "kid", None) or "first", **header}
        allowed = ["RS256", "RS512", "ES256", "PS256"]
        return jwt.encode(said, claims, key, algorithms=allowed, default_type=None)

    def tells(self, token: Any) -> None:
        """From now on the token endpoint answers with this ID token."""
        self.token = lambda: jsonify(access_token="an-access", token_type="Bearer", id_token=token)

    def confused(self, claims: dict[str, Any]) -> str:
        """Signed with the public key, as if it were a shared secret; joserfc itself would not do it."""
        parts = ({"alg": "HS256", "kid": self.key.kid}, claims)
        body = b".".join(urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts)
        seal = hmac.digest(self.key.as_pem(private=False), body, "sha256")
        return f"{body.decode()}.{urlsafe_b64encode(seal).rstrip(b'=').decode()}"

    def _answer(self, door: str, honest: Answer) -> Any:
        self.asked[door] += 1
        return (getattr(self, door) or honest)()

    def _discovery(self) -> Response:
        return jsonify(self.about())

    def about(self, **other: Any) -> dict[str, Any]:
        found = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/end",
        }
        return found | other

    def _keys(self) -> Response:
        return jsonify(keys=[self.key.as_dict(private=False) | {"use": "sig"}])

    def _token(self) -> Response:
        token = self.signed(self.honest(**self.claims))
        return jsonify(access_token="an-access", token_type="Bearer", id_token=token)


def elsewhere() -> Any:
    return redirect("http://127.0.0.1:9/token", code=307)


def page() -> Response:
    return Response("<html><body>Canary gateway page</body></html>", mimetype="text/html")


def slow() -> Response:
    """Drips: each piece comes in time, the whole never does."""

    def pieces() -> Any:
        for _ in range(60):
            yield b" "
            time.sleep(0.5)

    return Response(pieces(), mimetype="application/json")


def huge() -> Response:
    return jsonify(id_token="x" * 600_000, access_token="a", token_type="Bearer")


def enters(home: str, liar: Hostile, path: str = "/", again: bool = False) -> tuple[Browser, Any]:
    """A new browser that comes back from the liar, and what the staff pages answer it."""
    browser = Browser(home)
    answer = liar.meets(browser.leaves_for(path, again))
    return browser, browser.get("/sign-in/back", params=answer, allow_redirects=False)


def tells_of_a_logout(home: str, token: Any) -> int:
    """As a provider does behind the browser's back; the status of the answer."""
    answer = requests.post(f"{home}/sign-out/back-channel", data={"logout_token": token}, timeout=20)
    return answer.status_code
