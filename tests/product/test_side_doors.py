"""Ids that are guessed, or borrowed from another child, open no page; a wrong token opens no API."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import update

from demo.browser import Visitor
from plumbing.clocks import MachineClock
from services.planning.adapters import tables
from tests.cast import AMINA, CLARE, DEE, GRACE, HELEN, JOAN, MARTIN, OWEN, RAVI
from tests.product.scene import TODAY, Scene
from tests.product.test_denied import DATABASES, LOOKS, OPEN, digest, ids_of

STAFF = (AMINA, OWEN, JOAN, MARTIN, HELEN, DEE, GRACE, RAVI, CLARE)
OF_STAFF = {"staff", "session"}
"""Arguments of pages that are about no child."""
_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


def _routes(app: Flask) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Method, rule, and the names of its arguments, of every page that has any."""
    for rule in app.url_map.iter_rules():
        names = tuple(_ARGUMENT.findall(rule.rule))
        if rule.endpoint in OPEN or not names:
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield method, rule.rule, names


def _path(rule: str, ids: dict[str, str]) -> str:
    return _ARGUMENT.sub(lambda match: ids[match[1]], rule)


def _ask(visitor: Visitor, method: str, path: str) -> int:
    return visitor._http.request(
        method,
        visitor._address + path,
        data={"csrf_token": visitor._token},
        headers={"Sec-Fetch-Site": "same-origin"},
        allow_redirects=False,
        timeout=20,
    ).status_code


def _signed_in(scene: Scene, who: Any) -> Visitor:
    visitor = scene.visitor(who)
    visitor._csrf("/you")
    return visitor


def test_an_id_that_nothing_has_is_not_found_for_every_role_on_every_route(scene: Scene) -> None:
    app = scene.product.apps["pages"]
    nowhere = dict.fromkeys(ids_of(scene), str(uuid4()))
    before, tried = digest(scene), 0
    for who in STAFF:
        visitor = _signed_in(scene, who)
        for method, rule, _ in _routes(app):
            assert _ask(visitor, method, _path(rule, nowhere)) == 404, (who.name, method, rule)
            tried += 1
    assert tried > 500
    assert digest(scene) == before


def test_a_family_of_restricted_children_is_not_found_by_any_role_on_any_route(scene: Scene) -> None:
    """Every id is a real one; only Martin is named."""
    app, ids = scene.product.apps["pages"], ids_of(scene)
    scene.martin.send(f"/holds/{ids['hold']}/confirm")
    for child in scene.family.children.values():
        scene.martin.send(f"/children/{child}/restrict", named=[MARTIN.id])
    scene.town.settle()
    before = digest(scene)
    for who in STAFF:
        if who == MARTIN:
            continue
        visitor = _signed_in(scene, who)
        for method, rule, names in _routes(app):
            if set(names) - OF_STAFF:
                assert _ask(visitor, method, _path(rule, ids)) == 404, (who.name, method, rule)
    assert digest(scene) == before


def test_a_child_outside_a_caseload_asks_for_a_reason_on_every_route(scene: Scene) -> None:
    """Owen may open it, so he meets the question and nothing else; what he sends is not done."""
    app, ids = scene.product.apps["pages"], _without_opening(scene)
    before = digest(scene, *LOOKS)
    visitor = _signed_in(scene, OWEN)
    for method, rule, names in _routes(app):
        if set(names) <= OF_STAFF:
            continue
        wanted = {"/children/<child>/open": (200, 400)}.get(rule, (403, 404))
        assert _ask(visitor, method, _path(rule, ids)) in wanted, (method, rule)
    assert digest(scene, *LOOKS) == before  # that he was asked is noted


def test_an_id_borrowed_from_another_child_leads_nowhere_even_for_who_sees_both(scene: Scene) -> None:
    """Of each page with two ids, the first is Bea's and the second the family's; Martin sees both."""
    ids, bea = ids_of(scene), _another_child(scene)
    scene.town.settle()
    before, tried = digest(scene, *LOOKS), set()
    visitor = _signed_in(scene, MARTIN)
    for method, rule, names in _routes(scene.product.apps["pages"]):
        if len(names) == 2:
            assert _ask(visitor, method, _path(rule, ids | {names[0]: bea[names[0]]})) == 404, (method, rule)
            tried.add(names)
    assert tried == {
        *(("child", "person"), ("child", "circumstance"), ("child", "override"), ("child", "conflict")),
        *(("child", "visit"), ("child", "event")),
        ("meeting", "person"),
    }
    assert digest(scene, *LOOKS) == before  # he looked at Bea, and that is noted


@pytest.mark.parametrize("service", DATABASES)
def test_no_api_answers_a_token_that_is_not_for_just_this(scene: Scene, service: str) -> None:
    """Each operation of the OpenAPI document: none, forged, another's, another act's, thing's, hour's."""
    ids, app = ids_of(scene), scene.product.apps[service]
    client = app.test_client()
    before, tried = digest(scene), 0
    for path, operations in client.get("/openapi.json").get_json()["paths"].items():
        for method in operations:
            if method == "parameters":
                continue
            url = re.sub(r"\{(\w+)\}", lambda match: ids[match[1]], path)
            for wrong, headers in _wrong_tokens(scene, service, app, method, url):
                answer = client.open(url, method=method.upper(), headers=headers, json={})
                assert answer.status_code == 403, f"{service} {method} {path}, {wrong}: {answer.status_code}"
                tried += 1
    assert tried >= 20
    assert digest(scene) == before


def _wrong_tokens(
    scene: Scene, service: str, app: Flask, method: str, url: str
) -> Iterator[tuple[str, dict[str, str]]]:
    endpoint, arguments = app.url_map.bind("127.0.0.1").match(url, method=method.upper())
    asks = app.view_functions[endpoint].asks
    thing = asks.always or arguments[asks.thing]
    now, house = MachineClock().now(), scene.product.house
    mine = house.tokens(asks.by)
    other_audience = "records" if service != "records" else "planning"
    good = mine.sign(service, "service", asks.action, thing, now)
    yield "none", {}
    yield "no bearer", {"Authorization": f"Basic {good}"}
    yield "another audience", _bearer(mine.sign(other_audience, "service", asks.action, thing, now))
    yield "another act", _bearer(mine.sign(service, "service", "see_nothing", thing, now))
    yield "another thing", _bearer(mine.sign(service, "service", asks.action, str(uuid4()), now))
    yield "expired", _bearer(mine.sign(service, "service", asks.action, thing, now - timedelta(seconds=61)))
    yield "not yet", _bearer(mine.sign(service, "service", asks.action, thing, now + timedelta(seconds=30)))
    yield "forged", _bearer(good[:-4] + ("AAAA" if good[-4:] != "AAAA" else "BBBB"))
    for name in DATABASES:
        if name != asks.by:
            strange = house.tokens(name).sign(service, MARTIN.id, asks.action, thing, now)
            yield f"signed by {name}", _bearer(strange)


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _without_opening(scene: Scene) -> dict[str, str]:
    """As ids_of, but that Owen opened nothing: the opening is of another's."""
    ids = ids_of(scene)
    with scene.product.house.database("planning").begin() as session:
        session.execute(update(tables.opening).values(staff=AMINA.id))
    return ids


def _another_child(scene: Scene) -> dict[str, str]:
    """Bea, and a meeting about her."""
    martin = scene.martin
    child = martin.send("/children/new", name="Bea", council_reference="B-1", born_on=TODAY).split("/")[2]
    martin.send(f"/children/{child}/allocate", worker=OWEN.id)
    person = martin.send(
        f"/children/{child}/people/new",
        name="Bea's mother",
        kind="family",
        relationship="mother",
        parental_responsibility="yes",
    ).split("/")[4]
    meeting = martin.send(
        f"/children/{child}/meetings/new",
        kind="planning meeting",
        children=[child],
        on=date(2026, 12, 21),
        starts="10am",
        ends="11am",
        place="Civic Centre",
        chair=JOAN.id,
        guests=[person],
    ).rpartition("/")[2]
    return {"child": child, "meeting": meeting}
