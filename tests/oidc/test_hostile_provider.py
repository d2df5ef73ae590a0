"""A lying provider and a lying browser: each a page, no session, no crash, and nobody in the log."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Response, jsonify
from joserfc.jwk import ECKey, RSAKey

from tests.oidc import hostile
from tests.oidc.browser import Browser
from tests.oidc.hostile import Hostile
from tests.oidc.office import Office, office

NOT_OURS = RSAKey.generate_key(2048, {"kid": "first"})
BROUGHT = ECKey.generate_key("P-256", {"kid": "first"})
PERSONAL = ("Canary", "canary@", "somebody", "a-code", "an-access", "their-session", "eyJ")


@pytest.fixture(scope="module")
def _liar() -> Iterator[Hostile]:
    made = Hostile().start()
    yield made
    made.stop()


@pytest.fixture
def liar(_liar: Hostile) -> Hostile:
    _liar.forgets()
    return _liar


@pytest.fixture(scope="module")
def pages(_liar: Hostile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One for all: nothing may ever come of these tests."""
    made = office(tmp_path_factory.mktemp("office"), _liar.issuer, "http://127.0.0.1", {})
    try:
        made.open(0)
        yield made
    finally:
        made.close()


def _comes_back(pages: Office, liar: Hostile, **other: str) -> tuple[Browser, Any]:
    browser = Browser(pages.home)
    answer = liar.meets(browser.leaves_for()) | other
    return browser, browser.get("/sign-in/back", params=answer, allow_redirects=False)


def _tokens(liar: Hostile) -> dict[str, Any]:
    """Each a token that must not be believed, and the code that its page shows."""
    now, honest, signed = int(time.time()), liar.honest, liar.signed
    whole = signed(honest())
    head, body, seal = whole.split(".")
    return {
        "forged by another key of the same name": (signed(honest(), NOT_OURS), "signature"),
        "changed after it was signed": (f"{head}.{body[:-4]}AAAA.{seal}", "signature"),
        "expired": (signed(honest(exp=now - 61)), "expired"),
        "without an end": (signed(honest(exp=...)), "times"),
        "an end that is no number": (signed(honest(exp="tomorrow")), "times"),
        "for another": (signed(honest(aud="another")), "audience"),
        "for others too, without azp": (signed(honest(aud=["plans", "another"])), "audience"),
        "with another azp": (signed(honest(azp="another")), "authorised-party"),
        "from another": (signed(honest(iss="https://login.example")), "issuer"),
        "from the same with a slash": (signed(honest(iss=f"{liar.issuer}/")), "issuer"),
        "unsigned": (f"{_none()}.{body}.", "algorithm"),
        "signed with the public key as a secret": (
            liar.confused(honest()),
            "algorithm",
        ),
        "an algorithm that is not allowed": (signed(honest(), alg="RS512"), "algorithm"),
        "a key that nobody knows": (signed(honest(), kid="no such key"), "key-not-known"),
        "a key brought along": (
            signed(honest(), BROUGHT, alg="ES256", jwk=BROUGHT.as_dict(private=False)),
            "key-in-token",
        ),
        "a key to be fetched": (signed(honest(), NOT_OURS, jku=f"{liar.issuer}/keys"), "key-in-token"),
        "issued in the future": (signed(honest(iat=now + 120)), "issued-later"),
        "not valid yet": (signed(honest(nbf=now + 120)), "issued-later"),
        "without nonce": (signed(honest(nonce=...)), "nonce"),
        "with the nonce of another": (signed(honest(nonce="of another")), "nonce"),
        "without subject": (signed(honest(sub=...)), "subject"),
        "a subject that is no text": (signed(honest(sub=7)), "subject"),
        "a logout token": (signed(honest(), typ="logout+jwt"), "token-type"),
        "an access token": (signed(honest(), typ="at+jwt"), "token-type"),
        "signed in tomorrow": (signed(honest(auth_time=now + 3600)), "issued-later"),
        "huge": (signed(honest(more="x" * 70_000)), "token-size"),
        "no token": (..., "token-size"),
        "a number": (7, "token-size"),
        "no JWT": ("not.a.token", "token-unreadable"),
        "five parts": (f"{whole}.more.parts", "token-unreadable"),
    }


def _none() -> str:
    return "eyJhbGciOiJub25lIn0"  # {"alg":"none"}


CASES = sorted(_tokens(Hostile(issuer="http://127.0.0.1:1")))


@pytest.mark.parametrize("case", CASES)
def test_a_token_that_proves_nothing_opens_nothing(
    pages: Office, liar: Hostile, case: str, capfd: pytest.CaptureFixture[str]
) -> None:
    browser = Browser(pages.home)
    answer = liar.meets(browser.leaves_for())
    token, code = _tokens(liar)[case]
    liar.tells(None if token is ... else token)
    found = browser.get("/sign-in/back", params=answer, allow_redirects=False)
    assert found.status_code == 400 and f"Code: {code}" in found.text, found.text
    _nothing_came_of_it(pages, browser, capfd)


def _nothing_came_of_it(pages: Office, browser: Browser, capfd: pytest.CaptureFixture[str]) -> None:
    assert pages.rows("sessions") == pages.rows("staff") == pages.rows("staff_identity") == 0
    assert not browser.is_in() and "planning-attempt" not in browser.http.cookies
    said = capfd.readouterr().err
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert any(line["event"] == "sign-in refused" and line["reason_code"] for line in lines)
    assert not any(line["event"] in ("failed", "thread died") for line in lines)
    assert not [word for word in PERSONAL if word in said], said


def _refused() -> Response:
    answer: Response = jsonify(error="invalid_grant", error_description="Canary")
    answer.status_code = 400
    return answer


def _unknown_client() -> Response:
    answer: Response = jsonify(error="invalid_client")
    answer.status_code = 401
    return answer


def _failing() -> Response:
    return Response("Canary", status=500)


@pytest.mark.parametrize(
    ("door", "status", "code"),
    [
        (hostile.page, 502, "provider-answer-unreadable"),
        (hostile.elsewhere, 502, "provider-redirects"),
        (hostile.huge, 502, "provider-answer-too-large"),
        (_unknown_client, 502, "client-refused"),
        (_failing, 503, "provider-failed"),
        (hostile.slow, 503, "provider-slow"),
        (_refused, 400, "code-refused"),
        (lambda: jsonify([1]), 502, "provider-answer-unreadable"),
        (lambda: jsonify(error=["odd"]), 400, "code-refused"),
    ],
)
def test_a_token_endpoint_that_misbehaves_is_a_page(
    pages: Office, liar: Hostile, door: Any, status: int, code: str, capfd: pytest.CaptureFixture[str]
) -> None:
    liar.token = door
    began = time.monotonic()
    browser, answer = _comes_back(pages, liar)
    assert answer.status_code == status and f"Code: {code}" in answer.text, answer.text
    assert time.monotonic() - began < 15
    _nothing_came_of_it(pages, browser, capfd)


@pytest.mark.parametrize(
    ("other", "status", "code"),
    [
        ({"state": "of another browser"}, 400, "state"),
        ({"state": ""}, 400, "state"),
        ({"iss": "https://login.example"}, 400, "issuer"),
        ({"code": ""}, 400, "code-missing"),
        ({"code": "x" * 5000}, 400, "code-missing"),
        ({"error": "access_denied", "error_description": "Canary"}, 400, "denied"),
        ({"error": "server_error"}, 400, "provider-refused"),
        ({"error": "access_denied", "state": "of another"}, 400, "state"),
    ],
)
def test_a_way_back_that_is_not_ours_is_a_page(
    pages: Office,
    liar: Hostile,
    other: dict[str, str],
    status: int,
    code: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    before = liar.asked["token"]
    browser, answer = _comes_back(pages, liar, **other)
    assert answer.status_code == status and f"Code: {code}" in answer.text
    assert liar.asked["token"] == before
    _nothing_came_of_it(pages, browser, capfd)
