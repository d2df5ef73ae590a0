"""What a liar tries beside tokens: addresses to go on to, sign-ins that are none, and ten thousand tries."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.databases import Databases
from tests.oidc import hostile
from tests.oidc.browser import Browser
from tests.oidc.hostile import Hostile, enters
from tests.oidc.office import Office, office

ON_ONE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
"""Nothing in these tests depends on the engine."""


@pytest.fixture
def pages(lied_to: Office) -> Office:
    return lied_to


def test_a_provider_that_is_down_holds_up_nobody_who_is_in(pages: Office, liar: Hostile) -> None:
    browser, _ = enters(pages.home, liar)
    liar.stop()
    pages.door.provider.directory._about = None
    late = Browser(pages.home).get("/sign-in/go", allow_redirects=False)
    assert late.status_code == 503 and "does not answer" in late.text and late.headers["Retry-After"]
    assert browser.is_in() and browser.get("/").status_code == 200
    assert browser.posts("/sign-out", follow=True).url.endswith("/signed-out")
    assert pages.rows("sessions") == 0


ADDRESSES = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "/\t/evil.example",
    "\\\\evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "/%2f/../sign-out/on",
    "/sign-out/on",
    "/sign-in/go",
    "evil.example",
    "/\r\nSet-Cookie: x=y",
    "/" + "x" * 3000,
)


@ON_ONE
def test_a_sign_in_leads_to_no_other_site_and_into_no_circle(pages: Office, liar: Hostile) -> None:
    for address in ADDRESSES:
        found = enters(pages.home, liar, address)[1]
        assert found.status_code == 303
        assert found.headers["Location"] in ("/", "/%2f/../sign-out/on", "/%252f/../sign-out/on"), address


@ON_ONE
def test_a_proof_older_than_was_asked_for_is_asked_for_anew_and_once(pages: Office, liar: Hostile) -> None:
    """Every sign-in asks for one of the last twelve hours; a provider that does not say when is believed."""
    liar.claims = {"auth_time": int(time.time()) - 13 * 3600}
    browser, answer = enters(pages.home, liar, "/you")
    assert not browser.is_in() and answer.status_code == 303
    assert answer.headers["Location"] == "/sign-in/go?again=1&next=/you"
    again = liar.meets(browser.leaves_for("/you", again=True))
    still = browser.get("/sign-in/back", params=again, allow_redirects=False)
    assert still.status_code == 400 and "Code: not-fresh" in still.text and pages.signed_in() == 0
    liar.claims = {"auth_time": int(time.time()) - 11 * 3600}
    assert enters(pages.home, liar)[0].is_in()


@ON_ONE
def test_a_fresh_sign_in_that_was_none_does_not_pass_for_one(pages: Office, liar: Hostile) -> None:
    now = int(time.time())
    for claims, code in (
        ({"auth_time": ...}, "no-auth-time"),
        ({"auth_time": now - 20 * 60}, "not-fresh"),
        ({"auth_time": "now"}, "times"),
    ):
        liar.claims = claims
        found = enters(pages.home, liar, again=True)[1]
        assert found.status_code == 400 and f"Code: {code}" in found.text
    liar.claims = {"auth_time": now}
    assert enters(pages.home, liar, again=True)[0].is_in()


@ON_ONE
def test_where_a_level_is_asked_for_a_lower_one_does_not_pass(
    liar: Hostile, databases: Databases, tmp_path: Path
) -> None:
    more = {"CIN_OIDC_LEVELS": "two-factors"}
    pages = office(tmp_path / "o", liar.issuer, "http://127.0.0.1", databases.settings(), **more)
    pages.open(0)
    try:
        liar.claims = {"auth_time": int(time.time()), "acr": "password"}
        child = pages.child()
        browser, _ = enters(pages.home, liar)
        assert browser.get(f"/children/{child}/allocate").url.startswith(f"{pages.home}/sign-in/again")
        assert "Code: level" in enters(pages.home, liar, again=True)[1].text
        liar.claims |= {"acr": "two-factors"}
        browser, _ = enters(pages.home, liar, again=True)
        form = f"/children/{child}/allocate"
        assert browser.get(form).url == f"{pages.home}{form}"
    finally:
        pages.close()


def test_entra_knows_a_person_by_tenant_and_object_and_nobody_by_mail(pages: Office, liar: Hostile) -> None:
    tenant = liar.issuer.rpartition("/")[2]  # the part of the issuer that names it
    liar.claims = {"tid": tenant, "oid": "one", "sub": "first", "email": "canary@example.org"}
    enters(pages.home, liar)
    liar.claims = {"tid": tenant, "oid": "one", "sub": "second", "email": "other@example.org"}
    enters(pages.home, liar)
    assert len(pages.staff()) == 1
    liar.claims = {"tid": tenant, "oid": "two", "sub": "first", "email": "canary@example.org"}
    enters(pages.home, liar)
    assert len(pages.staff()) == 2
    liar.claims = {"tid": "not in the issuer", "oid": "one", "sub": "third"}
    enters(pages.home, liar)
    assert len(pages.staff()) == 3


@ON_ONE
@pytest.mark.timeout(600)  # a busy machine takes minutes for them
def test_ten_thousand_wrong_sign_ins_leave_nothing_behind(pages: Office, liar: Hostile) -> None:
    client = pages.apps[0].test_client(use_cookies=False)
    assert client.get("/sign-in").status_code == 200
    before, asked = _memory(), sum(liar.asked.values())
    for number in range(10_000):
        query = {"state": f"{number}", "code": f"{number}"}
        assert client.get("/sign-in/back", query_string=query).status_code == 400
    assert pages.rows("sessions") == pages.rows("logout_heard") == pages.rows("staff") == 0
    assert sum(liar.asked.values()) == asked
    assert _memory() - before < 20 * 1024


@ON_ONE
def test_a_slow_provider_holds_up_nobody_who_is_in(pages: Office, liar: Hostile) -> None:
    browser, _ = enters(pages.home, liar)
    pages.door.provider.directory._about = None
    liar.discovery = hostile.slow
    with ThreadPoolExecutor(8) as crowd:
        tries = [
            crowd.submit(Browser(pages.home).get, "/sign-in/go", allow_redirects=False) for _ in range(8)
        ]
        time.sleep(0.3)
        began = time.monotonic()
        assert browser.get("/").status_code == 200
        assert time.monotonic() - began < 4
    assert {each.result().status_code for each in tries} == {503}


@ON_ONE
def test_a_look_at_the_way_back_does_not_spend_the_code(pages: Office, liar: Hostile) -> None:
    browser = Browser(pages.home)
    answer = liar.meets(browser.leaves_for())
    there = f"{pages.home}/sign-in/back"
    assert browser.http.head(there, params=answer, timeout=9).status_code == 405
    assert liar.asked["token"] == 0
    assert browser.get("/sign-in/back", params=answer).status_code == 200 and browser.is_in()


def _memory() -> int:
    """Kilobytes that this process holds."""
    words = Path(f"/proc/{os.getpid()}/status").read_text().split("VmRSS:")[1]
    return int(words.split()[0])
