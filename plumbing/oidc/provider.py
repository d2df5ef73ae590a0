"""The one door to Authlib: sends a browser to the provider, and turns what it brings back into claims.

The address is answered with a code; the code, our secret and the proof of the attempt (PKCE) buy an ID token.
Nothing else is asked of the provider: no user information, no access to anything in anybody's name.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session

from plumbing.oidc.attempt import Attempt
from plumbing.oidc.bounded import mounted
from plumbing.oidc.checking import Expected, LoggedOut, check_identity, check_logout, signed_claims
from plumbing.oidc.directory import Directory, fit_address
from plumbing.oidc.refusals import ProviderUnfit, SignInRefused

_ID_TOKEN, _LOGOUT_TOKEN = ("jwt",), ("logout+jwt", "jwt")
_LONGEST_ANSWER = 4096
_OLDEST_PROOF = 12 * 3600
"""Seconds that a proof may be old; asked for at every sign-in, as only then a provider has to say when it
was. One that does not say is believed, but for a weighty act."""
_OURS = {"invalid_client", "unauthorized_client", "invalid_scope", "unsupported_grant_type"}
"""Errors that only a change of settings can end."""


@dataclass(frozen=True)
class Client:
    """What the provider knows us as. `levels`: one of them is to be `acr` after a fresh sign-in."""

    issuer: str
    id: str
    secret: str
    back: str
    scopes: str = "openid profile"
    levels: tuple[str, ...] = ()
    ca: str = ""


class Provider:
    """One per process; threads share it."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.directory = Directory(client.issuer, client.ca)

    def address(self, attempt: Attempt, fresh: int | None = None) -> str:
        """Where the browser goes. `fresh`: seconds that the proof may be old; it is then to be given anew."""
        more = {"max_age": str(_OLDEST_PROOF if fresh is None else fresh)}
        if fresh is not None:
            more["prompt"] = "login"
            if self.client.levels:
                more["acr_values"] = " ".join(self.client.levels)
        try:
            with self._session() as session:
                found, _ = session.create_authorization_url(
                    self.directory.about()["authorization_endpoint"],
                    state=attempt.state,
                    nonce=attempt.nonce,
                    code_verifier=attempt.verifier,
                    **more,
                )
                found = str(found).encode().decode()  # a lone half of a sign is in no address
        except (AuthlibBaseError, ValueError, TypeError) as error:
            raise ProviderUnfit("discovery-incomplete") from error
        return found

    def claims(
        self, attempt: Attempt, answer: Mapping[str, str], now: datetime, fresh: int | None = None
    ) -> Mapping[str, Any]:
        """What the provider vouches for; `answer` is the query that the browser came back with."""
        about = self.directory.about()
        code = _code(attempt, answer, about)
        token = self._bought(code, attempt, about["token_endpoint"])
        claims = signed_claims(token.get("id_token"), self.directory, _ID_TOKEN)
        levels = self.client.levels if fresh is not None else ()
        oldest = _OLDEST_PROOF if fresh is None else fresh
        must = fresh is not None
        expected = Expected(self.client.issuer, self.client.id, attempt.nonce, oldest, must, levels)
        check_identity(claims, expected, now)
        return claims

    def logged_out(self, token: object, now: datetime) -> LoggedOut:
        """Whom a logout token speaks of; that it is new is for the caller to see."""
        claims = signed_claims(token, self.directory, _LOGOUT_TOKEN)
        return check_logout(claims, Expected(self.client.issuer, self.client.id), now)

    def leaving(self, back: str) -> str | None:
        """Where a browser ends its session at the provider; None where the provider offers no such place."""
        found = self.directory.about().get("end_session_endpoint")
        if not isinstance(found, str) or not fit_address(found, self.client.issuer):
            return None
        query = urlencode({"client_id": self.client.id, "post_logout_redirect_uri": back})
        return found + ("&" if urlsplit(found).query else "?") + query

    def _session(self) -> OAuth2Session:
        """A new one each time: Authlib keeps the last token in it."""
        known = self.directory.about().get("token_endpoint_auth_methods_supported")
        basic = not isinstance(known, list) or not known or "client_secret_basic" in known
        method = "client_secret_basic" if basic else "client_secret_post"
        session = OAuth2Session(
            self.client.id,
            self.client.secret,
            token_endpoint_auth_method=method,
            scope=self.client.scopes,
            redirect_uri=self.client.back,
            code_challenge_method="S256",
        )
        mounted(session, self.client.ca)
        return session

    def _bought(self, code: str, attempt: Attempt, endpoint: str) -> Mapping[str, Any]:
        try:
            with self._session() as session:
                found: Mapping[str, Any] = session.fetch_token(
                    endpoint,
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=attempt.verifier,
                    redirect_uri=self.client.back,
                )
            return found
        except SignInRefused:
            raise
        except AuthlibBaseError as error:
            if str(error.error) in _OURS:
                raise ProviderUnfit("client-refused") from error
            raise SignInRefused("code-refused") from error
        except (ValueError, TypeError, KeyError, RecursionError, requests.RequestException) as error:
            raise ProviderUnfit("provider-answer-unreadable") from error


def _code(attempt: Attempt, answer: Mapping[str, str], about: Mapping[str, Any]) -> str:
    """The state first: what a stranger's link carries is not looked at."""
    if not hmac.compare_digest(answer.get("state", "").encode(), attempt.state.encode()):
        raise SignInRefused("state")
    if "iss" in answer or about.get("authorization_response_iss_parameter_supported") is True:
        if answer.get("iss") != about["issuer"]:
            raise SignInRefused("issuer")
    if "error" in answer:
        raise SignInRefused("denied" if answer["error"] == "access_denied" else "provider-refused")
    code = answer.get("code", "")
    if not code or len(code) > _LONGEST_ANSWER:
        raise SignInRefused("code-missing")
    return code
