"""Logout tokens that lie end nobody's session, and the one that is true ends it once."""

import time

import pytest
from joserfc.jwk import RSAKey

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
    browser, _ = enters(pages.home, liar)
    assert tells_of_a_logout(pages.home, good) == 400 and browser.is_in()  # heard before
    assert pages.rows("logout_heard") == 1


def test_a_logout_by_subject_ends_all_their_sessions_and_nobody_elses(pages: Office, liar: Hostile) -> None:
    one, two = enters(pages.home, liar)[0], enters(pages.home, liar)[0]
    liar.claims = {"sub": "another", "sid": "another"}
    other = enters(pages.home, liar)[0]
    assert tells_of_a_logout(pages.home, liar.signed(liar.logout(sid=..., sub="nobody here"))) == 200
    assert one.is_in() and two.is_in() and other.is_in()
    assert tells_of_a_logout(pages.home, liar.signed(liar.logout(sid=...))) == 200
    assert not one.is_in() and not two.is_in() and other.is_in()
