"""What a provider that lies says of itself: keys, addresses and ways that are none."""

import json
from typing import Any

import pytest
from flask import Response, jsonify
from joserfc.jwk import ECKey, OctKey, RSAKey

from tests.oidc import hostile
from tests.oidc.browser import Browser
from tests.oidc.hostile import Hostile, enters, tells_of_a_logout
from tests.oidc.office import Office

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def pages(lied_to: Office) -> Office:
    return lied_to


def test_new_keys_are_fetched_and_made_up_ones_do_not_make_us_ask_without_end(
    pages: Office, liar: Hostile
) -> None:
    assert enters(pages.home, liar)[0].is_in()
    liar.key = RSAKey.generate_key(2048, {"kid": "second"})
    assert enters(pages.home, liar)[0].is_in()
    before = liar.asked["keys"]
    for number in range(50):
        assert tells_of_a_logout(pages.home, liar.signed(liar.logout(), kid=f"made up {number}")) == 400
    assert liar.asked["keys"] - before <= 1


def test_good_keys_are_kept_where_new_ones_cannot_be_fetched(pages: Office, liar: Hostile) -> None:
    assert enters(pages.home, liar)[0].is_in()
    liar.keys = hostile.page
    assert tells_of_a_logout(pages.home, liar.signed(liar.logout(), kid="made up")) == 400
    browser, _ = enters(pages.home, liar)
    assert browser.is_in()
    assert tells_of_a_logout(pages.home, liar.signed(liar.logout())) == 200 and not browser.is_in()


@pytest.mark.parametrize(("alg", "curve"), [("ES256", "P-256"), ("PS256", "")])
def test_the_other_two_algorithms_are_believed(pages: Office, liar: Hostile, alg: str, curve: str) -> None:
    key: Any = ECKey.generate_key(curve, {"kid": "k"}) if curve else RSAKey.generate_key(2048, {"kid": "k"})
    odd = [{"kty": "AKP", "kid": "later"}, OctKey.generate_key(256, {"kid": "o"}).as_dict(private=True), 7]
    liar.key = key
    liar.keys = lambda: jsonify(keys=[*odd, key.as_dict(private=False)])
    liar.token = lambda: jsonify(
        access_token="a", token_type="Bearer", id_token=liar.signed(liar.honest(), alg=alg)
    )
    assert enters(pages.home, liar)[0].is_in()


@pytest.mark.parametrize(
    ("door", "answer", "status"),
    [
        ("discovery", hostile.page, 502),
        ("discovery", hostile.elsewhere, 502),
        ("discovery", hostile.huge, 502),
        ("discovery", lambda: jsonify(issuer="https://login.example"), 502),
        ("discovery", lambda: ("Canary", 500), 503),
        ("keys", lambda: jsonify(keys=[]), 502),
        ("keys", hostile.page, 502),
        ("keys", lambda: jsonify(keys=[OctKey.generate_key(256).as_dict(private=True)]), 502),
    ],
)
def test_a_provider_whose_papers_are_wrong_is_a_page(
    pages: Office, liar: Hostile, door: str, answer: Any, status: int
) -> None:
    if door == "discovery":
        liar.discovery = answer
        found = Browser(pages.home).get("/sign-in/go", allow_redirects=False)
    else:
        liar.keys = answer
        found = enters(pages.home, liar)[1]
    assert found.status_code == status and "Code: " in found.text
    assert pages.rows("sessions") == 0


@pytest.mark.parametrize("methods", [None, 7, "client_secret_basic", [], {}, [None, 7]])
def test_ways_to_prove_ourselves_that_are_no_list_are_as_none_named(
    pages: Office, liar: Hostile, methods: Any
) -> None:
    liar.discovery = lambda: jsonify(liar.about(token_endpoint_auth_methods_supported=methods))
    assert enters(pages.home, liar)[0].is_in()


@pytest.mark.parametrize("more", ["?\ud800", "/\ud800", "#\ud800"])
def test_an_address_that_is_no_text_is_a_page(pages: Office, liar: Hostile, more: str) -> None:
    there = f"{liar.issuer}/authorize{more}"
    liar.discovery = lambda: Response(json.dumps(liar.about(authorization_endpoint=there)))
    found = Browser(pages.home).get("/sign-in/go", allow_redirects=False)
    assert found.status_code == 502 and "Code: " in found.text
