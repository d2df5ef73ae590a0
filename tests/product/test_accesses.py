"""Every page that shows or changes a record leaves exactly its entries, or shows and changes nothing."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import requests
from sqlalchemy import select

from demo import acts
from demo.browser import _SAME_SITE, Visitor, _flat, _words
from plumbing.accesses import Accesses
from plumbing.web.guard import Guard
from services.planning.adapters.tables import access_entry
from services.planning.web.noting import NOTHING_OF_A_CHILD
from tests.cast import CHILDREN, KARIM, MARTIN, OWEN, PEOPLE
from tests.databases import rows_of
from tests.product.acts_on_a_record import (
    NEW,
    Sent,
    first,
    of_a_child,
    of_a_meeting,
    of_papers,
    of_people,
    of_who_sees_it,
    prepare,
)
from tests.product.scene import Scene

ASKS = "/children/<child>/open"
"""It asks for a reason whoever does not see the child yet; anybody else is sent on to the child's page."""
REPORTS = ("/", "/board", "/duties.json", "/holds")
"""They show something of several children: an entry for each, beside the one for the list of them."""
SHOWS_SIBLINGS = (
    *("/children/<child>/meetings/new", "/children/<child>/hold", "/children/<child>/hidden"),
    *("/children/<child>/people/link", "/children/<child>/people/<person>/hidden"),
)
"""They are about one child and name people around the others: an entry for each of these too."""
DATABASES = ("planning", "scheduler", "records", "notifications")
Entry = tuple[str, str, str, str, str]


def _entries(scene: Scene, who: str = MARTIN.id) -> Counter[Entry]:
    """Action, how, kind, thing and child of whatever this person did."""
    table = access_entry.c
    query = select(table.action, table.how, table.kind, table.thing, table.subject)
    with scene.product.house.database("planning").read() as session:
        rows = session.execute(query.where(table.who == who))
        return Counter((row[0], row[1], row[2], row[3], row[4]) for row in rows)


def _guards(scene: Scene, method: str) -> dict[str, Guard]:
    """By the route's pattern, of every page that is about somebody's record."""
    app = scene.product.apps["pages"]
    found = {}
    for rule in app.url_map.iter_rules():
        guard = getattr(app.view_functions[rule.endpoint], "guard", None)
        is_one = isinstance(guard, Guard) and guard.action not in NOTHING_OF_A_CHILD
        if is_one and method in (rule.methods or ()):
            found[rule.rule] = guard
    return found


def _path(rule: str, ids: dict[str, str]) -> str:
    return re.sub(r"<(\w+)>", lambda match: ids[match[1]], rule)


def _of(rule: str, scene: Scene, ids: dict[str, str]) -> tuple[str, str, list[str]]:
    """Kind, id and children of what a route is about: its first argument, whatever the view makes of it."""
    named = re.search(r"<(\w+)>", rule)
    if named is None:
        opened = [scene.child] if rule == "/opened" else []
        return "", "", ["", *opened, *(scene.family.children.values() if rule in REPORTS else ())]
    kind = named[1]
    alone = kind in ("child", "plan", "opening") and rule not in SHOWS_SIBLINGS
    return kind, ids[kind], [scene.child] if alone else list(scene.family.children.values())


def _ask(visitor: Visitor, method: str, path: str, form: dict[str, Any] | None = None) -> requests.Response:
    data = dict(_flat(form or {})) | {"csrf_token": visitor._csrf(path)}
    return visitor._http.request(
        method,
        visitor._address + path,
        data=data if method == "POST" else None,
        headers=_SAME_SITE,
        allow_redirects=False,
        timeout=30,
    )


def _all_forms(scene: Scene, ids: dict[str, str]) -> Iterator[Sent]:
    for forms in (of_a_child, of_who_sees_it, of_people, of_a_meeting, of_papers):
        yield from forms(scene, ids)


def test_every_page_that_shows_a_record_leaves_its_entry(scene: Scene) -> None:
    ids = prepare(scene) | {"person": scene.family.of(KARIM)}  # who has an address for the post
    scene.town.go_to(date(2027, 1, 25))  # by when something of each child is overdue, for the board
    scene.town.settle()
    for rule, guard in _guards(scene, "GET").items():
        if rule == ASKS:
            continue
        for method in ("GET", "HEAD"):
            before = _entries(scene)
            answer = _ask(scene.martin, method, _path(rule, ids))
            assert answer.status_code == 200, f"{rule}: {answer.status_code}"
            kind, thing, children = _of(rule, scene, ids)
            left = Counter((guard.action, "read", kind, thing, child) for child in children)
            assert _entries(scene) - before == left, f"{method} {rule}"


def test_what_is_to_be_printed_leaves_an_entry_for_each_child_of_it(scene: Scene) -> None:
    acts.decide(scene.amina, scene.family, scene.meeting, PEOPLE)
    scene.town.settle()
    before = _entries(scene)
    assert "Karim Mansour" in scene.martin.read("/by-hand")
    about = ["", *scene.family.children.values()]
    assert _entries(scene) - before == Counter(("see_by_hand", "read", "", "", child) for child in about)


def test_what_is_no_childs_record_leaves_none(scene: Scene) -> None:
    before = _entries(scene)
    for path in ("/you", "/procedure", "/static/built/app.css", "/theme.css", "/sent-before-restore"):
        assert _ask(scene.martin, "GET", path).status_code in (200, 404)
    assert _ask(scene.martin, "OPTIONS", f"/children/{scene.child}").status_code == 200
    assert _ask(scene.martin, "GET", "/children/6f1f5a54-5f1c-4f0e-9a55-0c1d5a6a0999").status_code == 404
    assert _entries(scene) == before


def test_every_form_leaves_the_entries_of_its_acts_and_of_no_other_child(scene: Scene) -> None:
    ids = prepare(scene)
    tried = set()
    for sent in _all_forms(scene, ids):
        before = _entries(scene)
        answer = _ask(scene.martin, "POST", sent.path, sent.form)
        assert answer.status_code == 303, f"{sent.rule}: {answer.status_code} {_words(answer.text)}"
        about = [answer.headers["Location"].split("/")[2] if one == NEW else one for one in sent.about]
        left = Counter((action, child) for action in sent.leaves for child in about)
        new = _entries(scene) - before
        assert Counter((one[0], one[4]) for one in new.elements()) == left, sent.rule
        assert {one[1] for one in new} == {"write"}, sent.rule
        tried.add(sent.rule)
    untried = set(_guards(scene, "POST")) - tried
    assert untried == {
        "/meetings/<meeting>/circulation",  # below
        "/meetings/<meeting>/invitations/<person>/told",
        "/children/find",  # leads to a child's page, which leaves its own
        ASKS,  # below
    }


def test_what_is_read_by_an_opening_says_by_which(scene: Scene) -> None:
    ids = prepare(scene)
    scene.owen.read(f"/children/{scene.child}")
    table = access_entry.c
    query = select(table.action, table.how, table.grant).where(table.who == OWEN.id)
    with scene.product.house.database("planning").read() as session:
        rows = {tuple(row) for row in session.execute(query.where(table.subject == scene.child))}
    assert rows == {("open_child", "write", ""), ("see_child", "read", ids["opening"])}


def test_deciding_who_gets_what_leaves_an_entry_for_each_child(scene: Scene) -> None:
    before = _entries(scene, scene.amina.who.id)
    prepare(scene)
    new = _entries(scene, scene.amina.who.id) - before
    decided = [one[4] for one in new.elements() if one[0] == "decide_circulation" and one[1] == "write"]
    assert sorted(decided) == sorted(scene.family.children.values())


def test_a_form_that_comes_back_showed_the_record_once_more(scene: Scene) -> None:
    ids = prepare(scene)
    for rule, guard in _guards(scene, "POST").items():
        if "handed-over" not in rule and rule.rpartition("/")[2] in (
            *("confirm", "lift", "bounced", "again", "told"),  # buttons: no form comes back
        ):
            continue
        before = _entries(scene)
        status = _ask(scene.martin, "POST", _path(rule, ids)).status_code
        if status == 303:  # nothing in it must be filled in
            continue
        kind, thing, children = _of(rule, scene, ids)
        left = Counter((guard.action, "read", kind, thing, child) for child in children)
        assert _entries(scene) - before == left, f"{rule}: {status}"


def test_where_no_entry_can_be_kept_nothing_is_shown_and_nothing_changes(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = prepare(scene)
    forms = list(_all_forms(scene, ids))
    scene.town.settle()
    before = _rows(scene)
    keep = Accesses._row
    monkeypatch.setattr(Accesses, "_row", lambda *given: keep(*given) | {"who": None})
    asked = [("GET", _path(rule, ids), {}) for rule in _guards(scene, "GET") if rule != ASKS]
    asked += [("POST", sent.path, sent.form) for sent in forms]
    asked += [("POST", sent.path, {}) for sent in forms]
    for method, path, form in asked:
        answer = _ask(scene.martin, method, path, form)
        assert answer.status_code == 503, f"{method} {path}: {answer.status_code}"
        assert "is written down, and that failed" in answer.text
        shown = [one.name for one in (*CHILDREN, *PEOPLE) if one.name in answer.text]
        assert not shown, f"{method} {path}"
    monkeypatch.undo()
    assert sorted(_rows(scene) ^ before) == []


def test_a_record_whose_opening_cannot_be_noted_stays_closed(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its entry and its row are of one transaction."""
    path, keep = f"/children/{scene.child}/open", Accesses._row
    form = {"category": "duty cover", "reason": "Owen covers for Amina, who is away until Thursday."}
    before = _rows(scene)
    monkeypatch.setattr(Accesses, "_row", lambda *given: keep(*given) | {"who": None})
    assert _ask(scene.owen, "POST", path, form).status_code == 503
    monkeypatch.undo()
    assert sorted(_rows(scene) ^ before) == []
    assert _ask(scene.owen, "GET", f"/children/{scene.child}").status_code == 403
    assert _ask(scene.owen, "POST", path, form).status_code == 303
    assert first(scene, "planning", "SELECT count(*) FROM opening") == 1


def _rows(scene: Scene) -> set[str]:
    """Of all tables of all four databases, but for what the pipes and sessions note of time."""
    databases = (scene.product.house.database(name) for name in DATABASES)
    return {row for database in databases for row in rows_of(database, "lease", "sessions")}
