"""Logout tokens that lie end nobody's session, and the one that is true ends it once."""

import time
from typing import Any

import pytest
from flask import jsonify
from joserfc.jwk import RSAKey
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from tests.oidc import hostile
from tests.oidc.hostile import Hostile, enters, tells_of_a_logout
from tests.oidc.office import Office


@pytest.fixture
def pages(lied_to: Office) -> Office:
    return lied_to


def test_a_logout_token_ends_the_session_once_and_lies_end_nothing(pages: Office, liar: Hostile) -> None:
    now, told, signed = int(time.time()), liar.logout, liar.signed
    browser, _ = enters(pages.home, liar)
    assert browser.is_in()
    other = RSAKey.generate_key(2048, {"kid": liar.key.kid or ""})
    refused = {
        "with a nonce": signed(told(nonce="n"), typ="logout+jwt"),
        "an access token": signed(told(), typ="at+jwt"),
        "for another": signed(told(aud="another")),
        "from another": signed(told(iss="https://login.example")),
        "without events": signed(told(events=...)),
        "with another event": signed(told(events={"another": {}})),
        "an event that is no object": signed(told(events={hostile.LOGOUT: 1})),
        "without number": signed(told(jti=...)),
        "of nobody": signed(told(sid=..., sub=...)),
        "old": signed(told(iat=now - 700)),
        "expired": signed(told(exp=now - 90)),
        "of tomorrow": signed(told(iat=now + 90)),
        "forged": signed(told(), other),
        "an ID token": signed(liar.honest()),
        "confused": liar.confused(told()),
        "nothing": "",
        "no token": "x.y.z",
    }
    for case, token in refused.items():
        assert tells_of_a_logout(pages.home, token) == 400, case
        assert browser.is_in(), case
    good = signed(told(), typ="logout+jwt")
    assert tells_of_a_logout(pages.home, good) == 200 and not browser.is_in()
    liar.claims = {"iat": int(time.time()) + 5}
    browser, _ = enters(pages.home, liar)
    assert tells_of_a_logout(pages.home, good) == 400 and browser.is_in()  # heard before
    assert pages.rows("logout_heard") == 3  # its number, whose session it ended, and which


def test_a_logout_by_subject_ends_all_their_sessions_and_nobody_elses(pages: Office, liar: Hostile) -> None:
    one, two = enters(pages.home, liar)[0], enters(pages.home, liar)[0]
    liar.claims = {"sub": "another", "sid": "another"}
    other = enters(pages.home, liar)[0]
    assert tells_of_a_logout(pages.home, liar.signed(liar.logout(sid=..., sub="nobody here"))) == 200
    assert one.is_in() and two.is_in() and other.is_in()
    assert tells_of_a_logout(pages.home, liar.signed(liar.logout(sid=...))) == 200
    assert not one.is_in() and not two.is_in() and other.is_in()


def test_a_logout_that_fails_half_way_is_heard_when_the_provider_says_it_again(
    pages: Office, liar: Hostile
) -> None:
    browser, _ = enters(pages.home, liar)
    failed: list[str] = []

    def fail_once(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("DELETE FROM sessions") and not failed:
            failed.append(statement)
            raise OperationalError(statement, None, ConnectionError())

    event.listen(pages.desk.database.engine, "before_cursor_execute", fail_once)
    token = liar.signed(liar.logout())
    assert tells_of_a_logout(pages.home, token) == 503 and failed and browser.is_in()
    assert tells_of_a_logout(pages.home, token) == 200 and not browser.is_in()


@pytest.mark.parametrize("named", [{}, {"sub": ...}, {"sid": ...}])
@pytest.mark.parametrize("when", ["the code is exchanged", "nothing was heard of a logout"])
def test_a_logout_that_crosses_a_sign_in_ends_what_is_about_to_begin(
    pages: Office, liar: Hostile, when: str, named: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    enters(pages.home, liar)
    listed = pages.apps[0].extensions["site"].sessions
    looked = listed.is_ended

    def logs_out() -> bool:
        """Said now: a logout of the second before the sign-in's would not be about it."""
        return tells_of_a_logout(pages.home, liar.signed(liar.logout(**named))) == 200

    def crossed(*asked: Any) -> Any:
        found = looked(*asked)
        monkeypatch.undo()
        assert not found and logs_out()
        return found

    def exchanged() -> Any:
        vouched = liar.signed(liar.honest())
        assert logs_out()
        return jsonify(access_token="a", token_type="Bearer", id_token=vouched)

    if when == "the code is exchanged":
        liar.token = exchanged
    else:
        monkeypatch.setattr(listed, "is_ended", crossed)
    browser, answer = enters(pages.home, liar)
    assert not browser.is_in() and pages.signed_in() == 0
    assert answer.status_code == (400 if liar.token else 303)
    liar.forgets()
    liar.claims = {"iat": int(time.time()) + 5}
    assert enters(pages.home, liar)[0].is_in()


def test_a_logout_ends_a_session_of_which_the_provider_gave_no_name(pages: Office, liar: Hostile) -> None:
    named = enters(pages.home, liar)[0]
    liar.claims = {"sid": ...}
    nameless = enters(pages.home, liar)[0]
    liar.claims = {"sid": ..., "sub": "another"}
    other = enters(pages.home, liar)[0]
    assert tells_of_a_logout(pages.home, liar.signed(liar.logout(sid="another-session"))) == 200
    assert named.is_in() and not nameless.is_in() and other.is_in()


def test_a_logout_by_subject_finds_whom_the_sign_in_knows_by_tenant_and_object(
    pages: Office, liar: Hostile
) -> None:
    entra = {"tid": liar.issuer.split("/")[2], "oid": "an-object"}
    liar.claims = entra
    browser, _ = enters(pages.home, liar)
    assert tells_of_a_logout(pages.home, liar.signed(liar.logout(sid=...))) == 200 and browser.is_in()
    assert tells_of_a_logout(pages.home, liar.signed(liar.logout(sid=..., **entra))) == 200
    assert not browser.is_in()
