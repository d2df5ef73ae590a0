"""Which pages a provider's sign-in has, none a way round `can` or round the fresh sign-in."""

import re
from dataclasses import replace
from typing import Any

import pytest

from plumbing.house import House
from plumbing.web.guard import Guard, Unguarded
from services.planning import main as planning
from services.planning.domain.fresh_proof import FRESH_PROOF
from services.planning.domain.hold import Hold
from services.planning.domain.permission import Decision
from tests.oidc.browser import Browser
from tests.oidc.hostile import Hostile, enters
from tests.oidc.office import Office

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
OPEN = {"/theme.css", "/sign-out/on", "/signed-out", "/sign-out/back-channel"}


@pytest.fixture
def pages(lied_to: Office) -> Office:
    return lied_to


def test_without_the_provider_nobody_can_be_one_of_its_people(pages: Office, liar: Hostile) -> None:
    """The setting was lost, or a command was called without it: the list offers and adds nobody."""
    enters(pages.home, liar)
    lost = replace(pages.settings, environment=pages.settings.environment | {"CIN_SIGN_IN": "local"})
    house = House(lost, pages.house.bus, pages.house.clock, pages.clock)
    client = planning.pages(house, planning.desk_of(house)).test_client()
    page = client.get("/sign-in").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token and "Canary Person" not in page and "Amina Reed" not in page
    sent = {"csrf_token": token[1], "staff": pages.id_of("Canary Person")}
    assert client.post("/sign-in", data=sent).status_code == 400
    assert len(pages.staff()) == 1 and pages.signed_in() == 1
    house._databases["planning"].close()


def test_whoever_was_in_by_the_local_list_is_out_once_the_provider_is_asked(pages: Office) -> None:
    """The list has no passwords: a session that it began must not outlast it."""
    listed = replace(pages.settings, environment=pages.settings.environment | {"CIN_SIGN_IN": "local"})
    house = House(listed, pages.house.bus, pages.house.clock, pages.clock)
    before = planning.pages(house, planning.desk_of(house)).test_client()
    page = before.get("/sign-in").text
    token, staff = (
        re.search(rf'name="{name}"[^>]* value="([^"]+)"', page) for name in ("csrf_token", "staff")
    )
    assert token and staff
    assert before.post("/sign-in", data={"csrf_token": token[1], "staff": staff[1]}).status_code == 303
    kept = before.get_cookie("planning-session")
    assert kept and before.get("/you").status_code == 200
    after = pages.apps[0].test_client()
    after.set_cookie("planning-session", kept.value)
    assert after.get("/you").headers["Location"].startswith("/sign-in")
    house._databases["planning"].close()


def _guards(app: Any) -> dict[str, Any]:
    return {
        rule.rule: getattr(app.view_functions[rule.endpoint], "guard", None)
        for rule in app.url_map.iter_rules()
    }


def test_only_these_pages_ask_nobody(pages: Office) -> None:
    found = {path for path, guard in _guards(pages.apps[0]).items() if isinstance(guard, Unguarded)}
    assert found == OPEN


def test_every_weighty_act_has_a_page_and_a_reason(pages: Office) -> None:
    guards = _guards(pages.apps[0]).values()
    acts = {guard.action for guard in guards if isinstance(guard, Guard)}
    assert set(FRESH_PROOF) <= acts and all(FRESH_PROOF.values())


def test_with_can_denying_all_nobody_even_starts_to_sign_in(pages: Office, liar: Hostile) -> None:
    browser = Browser(pages.home)
    assert browser.get("/sign-in/back", params=liar.meets(browser.leaves_for())).status_code == 200
    app = planning.pages(pages.house, pages.desk, lambda *_: Decision(False, ""))
    client = app.test_client()
    client.set_cookie("planning-session", browser.http.cookies["planning-session"], domain="localhost")
    before, tried = pages.rows("sessions"), 0
    for path, guard in _guards(app).items():
        if isinstance(guard, Guard):
            for method in ("GET", "POST"):
                there = re.sub(r"<(?:\w+:)?\w+>", "x", path)
                answer = client.open(there, method=method, headers={"Sec-Fetch-Site": "same-origin"})
                assert answer.status_code in (400, 403, 404, 405), f"{method} {path}: {answer.status_code}"
                tried += 1
    assert tried > 80 and pages.rows("sessions") == before


@pytest.mark.parametrize("action", sorted(FRESH_PROOF))
def test_a_weighty_act_is_not_done_with_an_old_sign_in(pages: Office, liar: Hostile, action: str) -> None:
    """Every page of the act, whatever is sent to it: `can` says yes here, so only that is left."""
    browser = Browser(pages.home)
    browser.get("/sign-in/back", params=liar.meets(browser.leaves_for()))
    app = planning.pages(pages.house, pages.desk, lambda *_: Decision(True, ""))
    client = app.test_client()
    client.set_cookie("planning-session", browser.http.cookies["planning-session"], domain="localhost")
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/you").text)
    assert token
    child, staff = pages.child(), pages.id_of("Canary Person")
    with pages.desk.database.begin() as session:
        session.add(Hold(child, [], "the address is not safe", staff, pages.desk.today, child=child))
    tried = 0
    for rule in app.url_map.iter_rules():
        guard = getattr(app.view_functions[rule.endpoint], "guard", None)
        if isinstance(guard, Guard) and guard.action == action:
            path = rule.rule.replace("<child>", child).replace("<staff>", staff)
            path = re.sub(r"<\w+>", child, path)
            for method in sorted({"GET", "POST"} & set(rule.methods or ())):
                data = {"csrf_token": token[1]}
                answer = client.open(path, method=method, data=data if method == "POST" else None)
                assert (answer.status_code, method) in ((303, "GET"), (403, "POST"))
                where = answer.headers.get("Location", "")
                assert where.startswith("/sign-in/again") or "Sign in again" in answer.text
                tried += 1
    assert tried
