"""What a token must hold before it is believed: signature, for whom, from whom, when, and against replay."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError

from plumbing.oidc.directory import Directory, Key
from plumbing.oidc.refusals import SignInRefused

ALGORITHMS = ["RS256", "ES256", "PS256"]
SKEW = 60
"""Seconds that the provider's clock may differ from ours."""
LARGEST_TOKEN = 64 * 1024
_OLDEST = 600
"""Seconds after which a logout token is worth nothing."""
REMEMBERED = timedelta(seconds=_OLDEST + SKEW)
"""How long after it was issued the number of one is remembered."""
_LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
_LONGEST_SUBJECT = 255


@dataclass(frozen=True)
class Expected:
    """By whom, for whom, and the answer to which asking.

    `oldest_proof`: seconds; `proof_said`: the provider must say when it was.
    """

    issuer: str
    client: str
    nonce: str = ""
    oldest_proof: int | None = None
    proof_said: bool = False
    levels: tuple[str, ...] = ()


@dataclass(frozen=True)
class LoggedOut:
    """Whom the provider signed out: one of its sessions, or all of a subject's. `number`: the token's own."""

    session: str
    claims: Mapping[str, Any]
    number: str
    until: datetime


def signed_claims(token: object, directory: Directory, kinds: tuple[str, ...]) -> Mapping[str, Any]:
    """The claims of a token that the provider signed; `kinds`: what its `typ` may be, where it has one."""
    if not isinstance(token, str) or not token or len(token) > LARGEST_TOKEN:
        raise SignInRefused("token-size")
    header = _header(token)
    if header.get("alg") not in ALGORITHMS:
        raise SignInRefused("algorithm")
    if any(name in header for name in ("jwk", "jku", "x5c", "x5u", "crit", "b64", "zip")):
        raise SignInRefused("key-in-token")
    kind = str(header.get("typ", kinds[0])).lower().removeprefix("application/")
    if kind not in kinds:
        raise SignInRefused("token-type")
    name = header.get("kid")
    if name is not None and not isinstance(name, str):
        raise SignInRefused("key-not-known")
    return _verified(token, directory.key(name))


def check_identity(claims: Mapping[str, Any], expected: Expected, now: datetime) -> None:
    """An ID token's claims against what was asked for; raises SignInRefused."""
    _check_parties(claims, expected)
    instant = now.timestamp()
    if _number(claims, "exp") <= instant - SKEW:
        raise SignInRefused("expired")
    if _number(claims, "iat") > instant + SKEW:
        raise SignInRefused("issued-later")
    if "nbf" in claims and _number(claims, "nbf") > instant + SKEW:
        raise SignInRefused("issued-later")
    if not expected.nonce or claims.get("nonce") != expected.nonce:
        raise SignInRefused("nonce")
    _subject(claims)
    _check_proof(claims, expected, instant)


def check_logout(claims: Mapping[str, Any], expected: Expected, now: datetime) -> LoggedOut:
    """A logout token's claims, by OpenID Connect Back-Channel Logout 1.0, 2.6; raises SignInRefused."""
    _check_parties(claims, expected)
    issued, instant = _number(claims, "iat"), now.timestamp()
    if issued > instant + SKEW:
        raise SignInRefused("issued-later")
    if issued < instant - _OLDEST or ("exp" in claims and _number(claims, "exp") <= instant - SKEW):
        raise SignInRefused("expired")
    if "nonce" in claims:
        raise SignInRefused("nonce")
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(_LOGOUT), dict):
        raise SignInRefused("no-logout-event")
    number, session = claims.get("jti"), claims.get("sid", "")
    if not isinstance(number, str) or not 0 < len(number) <= _LONGEST_SUBJECT:
        raise SignInRefused("no-number")
    if not isinstance(session, str) or len(session) > _LONGEST_SUBJECT:
        raise SignInRefused("session")
    if "sub" in claims or not session:
        _subject(claims)
    until = datetime.fromtimestamp(issued, now.tzinfo) + REMEMBERED
    return LoggedOut(session, claims, number, until)


def _header(token: str) -> Mapping[str, Any]:
    try:
        return jws.extract_compact(token.encode("ascii")).headers()
    except (JoseError, ValueError, TypeError, RecursionError, AttributeError) as error:
        raise SignInRefused("token-unreadable") from error


def _verified(token: str, key: Key) -> Mapping[str, Any]:
    """The algorithm is one of three, and joserfc refuses a key of another kind than it needs."""
    try:
        return jwt.decode(token, key, algorithms=ALGORITHMS).claims
    except (JoseError, ValueError, TypeError, RecursionError, AttributeError) as error:
        raise SignInRefused("signature") from error


def _check_parties(claims: Mapping[str, Any], expected: Expected) -> None:
    if claims.get("iss") != expected.issuer:
        raise SignInRefused("issuer")
    audience = claims.get("aud")
    if audience != expected.client and audience != [expected.client]:
        whole = isinstance(audience, list) and expected.client in audience
        if not whole or claims.get("azp") != expected.client:
            raise SignInRefused("audience")
    if claims.get("azp", expected.client) != expected.client:
        raise SignInRefused("authorised-party")


def _check_proof(claims: Mapping[str, Any], expected: Expected, instant: float) -> None:
    """Where a fresh sign-in was asked for, the provider must say that it took one."""
    if "auth_time" in claims:
        proved = _number(claims, "auth_time")
        if proved > instant + SKEW:
            raise SignInRefused("issued-later")
        if expected.oldest_proof is not None and proved < instant - expected.oldest_proof - SKEW:
            raise SignInRefused("not-fresh")
    elif expected.proof_said:
        raise SignInRefused("no-auth-time")
    if expected.levels and claims.get("acr") not in expected.levels:
        raise SignInRefused("level")


def _subject(claims: Mapping[str, Any]) -> None:
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUBJECT:
        raise SignInRefused("subject")


def _number(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 2**40:
        raise SignInRefused("times")
    return float(value)
