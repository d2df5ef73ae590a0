"""With `can` denying everything, no route of any service does or shows anything."""

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from demo import acts
from demo.browser import PageRefused, Visitor
from plumbing.web.api import routes_without_guard
from plumbing.web.guard import Unguarded
from tests.cast import DEE, OWEN, PEOPLE, RUTH
from tests.databases import rows_of
from tests.product.scene import TODAY, Scene

DATABASES = ("planning", "scheduler", "records", "notifications")
OPEN = {"static", "theme", "health", "api-docs.openapi_json"}
"""Health, colours, static files and the description of the API: they hold nothing of anybody's."""


LOOKS = ("access_entry", "gathered_access", "outbox", "inbox")
"""Where it is noted that somebody looked, and on what ways that travels."""


def digest(scene: Scene, *but: str) -> str:
    """All rows of all tables of all four databases, but for what the pipes and sessions note of time."""
    found = hashlib.sha256()
    for name in DATABASES:
        rows = rows_of(scene.product.house.database(name), "lease", "sessions", *but)
        for row in sorted(rows):  # an updated row moves to the end on PostgreSQL
            found.update(row.encode())
    return found.hexdigest()


def _requests(app: Flask, ids: dict[str, str]) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if rule.endpoint in OPEN or isinstance(getattr(view, "guard", None), Unguarded):
            continue
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: ids[match[1]], rule.rule)
        for method in sorted(rule.methods or set()):
            yield method, path


def _first(scene: Scene, service: str, query: str) -> Any:
    with scene.product.house.database(service).read() as session:
        return session.execute(text(query)).first()


def ids_of(scene: Scene) -> dict[str, str]:
    """Of things that exist: a denial must not come from their absence."""
    acts.decide(scene.amina, scene.family, scene.meeting, PEOPLE)
    child = scene.child
    scene.amina.send(f"/children/{child}/hold", everyone="yes", reason="to be lifted")
    page = scene.martin.read("/holds")
    hold = re.search(r"/holds/([0-9a-f-]{36})/lift", page)
    plan = re.search(r"/plans/([0-9a-f-]{36})", scene.amina.read(f"/children/{child}"))
    assert hold and plan
    scene.asks_more()
    reason = "to be denied, in more than twenty characters"
    scene.owen.send(f"/children/{child}/open", category="other", reason=reason)
    scene.martin.send(f"/children/{child}/conflicts", staff=DEE.id, of="the child")
    martin, on = scene.martin, date(2026, 12, 1)
    martin.send(f"/children/{child}/circumstance", kind="court order", since=on, reason="the court")
    martin.send(f"/children/{child}/visit", on=on, seen="yes")
    martin.send(f"/children/{child}/event", kind="significant change", on=on, reason="they moved")
    martin.send(
        f"/children/{child}/overrides/new",
        rule="progress meeting",
        number=5,
        unit="weeks",
        approved_by="Martin Shaw",
        role="team manager",
        since=on,
        reason="to be denied",
    )
    scene.town.settle()
    circulation = _first(scene, "planning", "SELECT id FROM circulation")[0]
    document = _first(scene, "records", "SELECT hash FROM document")[0]
    query = "SELECT invitation, object FROM parcel WHERE kind = 'invitation'"
    invitation, thing = _first(scene, "notifications", query)
    return {
        "child": child,
        "person": scene.family.people[RUTH.key],
        "meeting": scene.meeting,
        "plan": plan[1],
        "hold": hold[1],
        "circumstance": _first(scene, "planning", "SELECT id FROM recorded_circumstance")[0],
        "override": _first(scene, "planning", "SELECT id FROM override")[0],
        "visit": _first(scene, "planning", "SELECT id FROM visit")[0],
        "event": _first(scene, "planning", "SELECT id FROM recorded_event")[0],
        "opening": _first(scene, "planning", "SELECT id FROM opening")[0],
        "conflict": _first(scene, "planning", "SELECT id FROM conflict")[0],
        "circulation": circulation,
        "document": document,
        "invitation": invitation,
        "object_id": thing,
        "session": _first(scene, "planning", "SELECT id FROM sessions WHERE id IS NOT NULL")[0],
        "staff": OWEN.id,
    }


def test_with_can_denying_all_every_route_refuses_and_nothing_changes(scene: Scene) -> None:
    ids = ids_of(scene)
    scene.policy.denies_all = True
    before = digest(scene)
    tried = 0
    for method, path in _requests(scene.product.apps["pages"], ids):
        status = _signed_in(scene.martin, method, path)
        assert status in (403, 404), f"{method} {path}: {status}"
        tried += 1
    for name in DATABASES:
        app = scene.product.apps[name]
        client = app.test_client()
        for method, path in _requests(app, ids):
            for headers in ({}, {"Cookie": _cookie(scene.martin)}):
                answer = client.open(path, method=method, headers=headers, json={})
                assert answer.status_code in (403, 404), f"{name} {method} {path}: {answer.status_code}"
                tried += 1
    assert tried > 100
    assert digest(scene) == before


def test_a_claim_with_a_good_token_is_refused_where_can_denies(scene: Scene) -> None:
    ids = ids_of(scene)
    scene.policy.denies_all = True
    planning = scene.product.house.neighbour("records", "planning")
    from cin.v1.claims_pb2 import CopyContent

    from plumbing.neighbour import NeighbourRefused

    path = f"/claims/circulations/{ids['circulation']}/copies/{ids['person']}"
    with pytest.raises(NeighbourRefused) as refusal:
        planning.claim(path, CopyContent, action="claim_copy", thing=ids["circulation"])
    assert refusal.value.status == 403


@pytest.mark.parametrize("name", DATABASES)
def test_every_route_of_an_api_asks_for_a_token(scene: Scene, name: str) -> None:
    assert list(routes_without_guard(scene.product.apps[name])) == []


def test_what_is_in_the_body_does_not_widen_what_the_address_allows(scene: Scene) -> None:
    """Owen has child B and not child A: A's id in a body with B's address is judged on B, and the reverse."""
    owen = scene.owen
    b = owen.send("/children/new", name="Bea Example", council_reference="B-1", born_on=TODAY).split("/")[2]
    scene.martin.send(f"/children/{b}/allocate", worker=OWEN.id)
    owen.send(f"/children/{b}/assessment", step="started", on=TODAY, child=scene.child)
    with pytest.raises(PageRefused, match="403"):
        owen.send(f"/children/{scene.child}/assessment", step="started", on=TODAY, child=b)
    with pytest.raises(PageRefused, match="403"):
        owen.read(f"/children/{scene.child}")
    with pytest.raises(PageRefused, match="404"):
        owen.read(f"/children/{b}/people/{scene.family.people['samira']}")
    assert "Noor Haddad" not in owen.read("/") and "Bea Example" in owen.read("/")


def test_a_worker_of_other_children_sees_nothing_of_a_familys_hold(scene: Scene) -> None:
    scene.amina.send(f"/children/{scene.child}/hold", everyone="yes", reason="a wrong address was found")
    owen = scene.owen
    assert "a wrong address" in scene.amina.read("/holds")
    assert "a wrong address" not in owen.read("/holds")
    hold = re.search(r"/holds/([0-9a-f-]{36})/lift", scene.martin.read("/holds"))
    assert hold
    with pytest.raises(PageRefused, match="403"):
        owen.send(f"/holds/{hold[1]}/confirm")


def _signed_in(visitor: Visitor, method: str, path: str) -> int:
    """With the session and its form token, so that only `can` is left to refuse."""
    response = visitor._http.request(
        method,
        visitor._address + path,
        data={"csrf_token": visitor._token},
        headers={"Sec-Fetch-Site": "same-origin"},
        allow_redirects=False,
        timeout=20,
    )
    return response.status_code


def _cookie(visitor: Visitor) -> str:
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in visitor._http.cookies)
