"""A view that names no action opens for nobody; one that does opens for whom `can` says."""

from dataclasses import dataclass

import pytest
from flask import Flask, g

from plumbing.accesses import NotNoted
from plumbing.web.guard import (
    UnguardedView,
    assert_guarded,
    guard_pages,
    guarded,
    own_path,
    unguarded,
    views_without_guard,
)


def test_without_a_session_one_is_sent_to_sign_in_and_back(site):
    response = site.client.get("/notes/7?tab=2")
    assert response.status_code == 303
    assert response.headers["Location"] == "/sign-in?next=/notes/7?tab%3D2"


def test_can_is_asked_with_actor_action_and_thing(site):
    site.sign_in()
    assert site.client.get("/notes/7").text == "note 7 of amina"
    assert site.seen == [("amina", "see_note", "7")]


def test_a_thing_may_be_worked_out_from_several_arguments(site):
    site.sign_in()
    site.client.get("/notes/7/pair/8")
    assert site.seen == [("amina", "see_pair", ("7", "8"))]


def test_a_no_is_403(site):
    site.sign_in()
    token = site.token()
    assert site.client.post("/notes/7/burn", data={"csrf_token": token}).status_code == 403


def test_what_may_not_be_known_looks_like_what_is_not_there(site):
    site.sign_in()
    hidden, absent = site.client.get("/notes/unknown"), site.client.get("/no/such/page")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.text.split("<h1")[1] == absent.text.split("<h1")[1]


def test_a_forgotten_guard_stops_the_application_at_its_start(site):
    bare = Flask("bare")
    bare.add_url_rule("/forgotten", "forgotten", lambda: "open")
    with pytest.raises(UnguardedView, match="forgotten"):
        assert_guarded(bare)


def test_a_forgotten_guard_is_refused_when_asked_for_too():
    bare = Flask("bare")
    bare.add_url_rule("/forgotten", "forgotten", lambda: "open")
    bare.add_url_rule("/open", "open", unguarded("a test")(lambda: "open"))
    guard_pages(bare, can=lambda *_: True, actor_of_session=lambda: "amina")
    assert list(views_without_guard(bare)) == ["forgotten"]
    assert bare.test_client().get("/forgotten").status_code == 500
    assert bare.test_client().get("/open").text == "open"


@dataclass
class No:
    """A refusal that tells more than no."""

    hidden: bool = False

    def __bool__(self):
        return False


@pytest.mark.parametrize(
    ("no", "status", "text"),
    [(No(), 403, "ask first"), (No(hidden=True), 404, ""), (False, 403, "ask first")],
)
def test_a_no_may_be_answered_with_a_page_of_its_own_but_what_is_hidden_is_not_found(no, status, text):
    bare = Flask("bare")
    bare.add_url_rule("/own", "own", guarded("see_own")(lambda: "open"))
    guard_pages(
        bare, can=lambda *_: no, actor_of_session=lambda: "amina", refused=lambda _: ("ask first", 403)
    )
    answer = bare.test_client().get("/own")
    assert answer.status_code == status and (not text or answer.text == text)


def test_the_decision_that_opened_a_page_is_there_for_the_page():
    bare = Flask("bare")
    bare.add_url_rule("/own", "own", guarded("see_own")(lambda: g.decision))
    guard_pages(bare, can=lambda *_: "through opening 7", actor_of_session=lambda: "amina")
    assert bare.test_client().get("/own").text == "through opening 7"


def test_without_a_sign_in_page_nobody_is_403():
    bare = Flask("bare")
    bare.add_url_rule("/own", "own", guarded("see_own")(lambda: "open"))
    guard_pages(bare, can=lambda *_: True, actor_of_session=lambda: None)
    assert bare.test_client().get("/own").status_code == 403


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("/notes/7?tab=2", "/notes/7?tab=2"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("", "/"),
        (None, "/"),
    ],
)
def test_sign_in_leads_back_to_our_own_pages_only(asked, path):
    assert own_path(asked) == path


def test_what_is_allowed_is_noted_before_its_view_and_what_is_not_allowed_never():
    noted, seen = [], []
    bare = Flask("bare")
    bare.add_url_rule("/own", "own", guarded("see_own")(lambda: seen.append(list(noted)) or "open"))
    bare.add_url_rule("/other", "other", guarded("see_other")(lambda: "open"))
    bare.add_url_rule("/health", "health", unguarded("a test")(lambda: "fine"))
    guard_pages(
        bare,
        can=lambda actor, action, thing: action == "see_own",
        actor_of_session=lambda: "amina",
        noting=lambda *told: noted.append(told),
    )
    client = bare.test_client()
    assert [client.get(path).status_code for path in ("/own", "/other", "/health")] == [200, 403, 200]
    assert noted == [("amina", "see_own", None)] and seen == [noted]


def test_what_cannot_be_noted_keeps_the_page_closed():
    def noting(*_):
        raise NotNoted("the disk is full")

    bare = Flask("bare")
    bare.register_error_handler(NotNoted, lambda error: ("closed", 503))
    bare.add_url_rule("/own", "own", guarded("see_own")(lambda: "open"))
    guard_pages(bare, can=lambda *_: True, actor_of_session=lambda: "amina", noting=noting)
    answer = bare.test_client().get("/own")
    assert (answer.status_code, answer.text) == (503, "closed")
