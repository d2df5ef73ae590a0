"""A session is ours: the browser's number is worth nothing once it is idle, old, rotated or signed out."""

import pytest
from flask import session
from sqlalchemy import MetaData, select

from plumbing.web.browsers import kind_of_browser
from plumbing.web.session_list import SessionList, logout_table
from plumbing.web.sessions import SessionStore, SignedIn, sign_in


def _cookie(site):
    return site.client.get_cookie("notes-session").value


def _works(site):
    return site.client.get("/notes/1").text == "note 1 of amina"


def test_the_number_is_new_at_sign_in_and_the_old_one_is_dead(site):
    site.token()
    before = _cookie(site)
    site.sign_in()
    after = _cookie(site)
    assert before != after
    assert _works(site)
    site.client.set_cookie("notes-session", before)
    assert not _works(site)


def test_the_csrf_token_of_before_is_worth_nothing_after_sign_in(site):
    old = site.token()
    site.sign_in()
    assert site.client.post("/notes/new", data={"note": "x", "csrf_token": old}).status_code == 400


def test_a_session_ends_when_idle_for_half_an_hour(site):
    site.sign_in()
    site.clock.move(minutes=29)
    assert _works(site)
    site.clock.move(minutes=29)
    assert _works(site)
    site.clock.move(minutes=31)
    assert not _works(site)


def test_a_session_ends_after_twelve_hours_however_busy(site):
    site.sign_in()
    for _ in range(36):
        site.clock.move(minutes=20)
        assert _works(site)
    site.clock.move(minutes=1)
    assert not _works(site)


def test_a_signed_out_session_is_dead_on_our_side(site):
    site.sign_in()
    kept = _cookie(site)
    token = site.token()
    assert site.client.post("/sign-out", data={"csrf_token": token}).text == "out"
    assert site.client.get_cookie("notes-session") is None
    site.client.set_cookie("notes-session", kept)
    assert not _works(site)


def test_a_page_still_on_its_way_does_not_bring_a_signed_out_session_back(site):
    site.sign_in()
    kept = _cookie(site)
    site.store._forget(kept)
    site.store._keep(kept, {"actor": "amina"})
    assert not _works(site)


def test_the_database_never_holds_the_number_itself(site):
    site.sign_in()
    with site.store._database.read() as read:
        rows = read.execute(select(site.store._table)).all()
    assert len(rows) == 1
    assert _cookie(site) not in str(rows)
    assert len(_cookie(site)) >= 43  # 256 bits


def test_a_made_up_number_opens_nothing_and_is_not_adopted(site):
    site.client.set_cookie("notes-session", "made-up-by-somebody")
    token = site.token()
    assert token
    assert _cookie(site) != "made-up-by-somebody"


def test_the_cookie_is_closed_to_scripts_and_foreign_posts(site):
    header = site.client.get("/notes/new").headers["Set-Cookie"]
    assert "HttpOnly" in header and "SameSite=Lax" in header and "Path=/" in header
    assert "Secure" not in header  # loopback has no certificate


def test_on_a_real_host_the_cookie_is_secure_and_bound_to_it(site):
    header = site.client.get("/notes/new", base_url="https://notes.example.org").headers["Set-Cookie"]
    assert header.startswith("__Host-notes=")
    assert "Secure" in header and "Domain" not in header


def test_a_page_that_needs_no_session_makes_none(site):
    assert "Set-Cookie" not in site.client.get("/none").headers


def test_what_is_over_is_dropped(site):
    site.token()
    assert site.store.purge() == 0
    site.clock.move(hours=1)
    assert site.store.purge() == 1


def test_a_session_that_earlier_code_began_gets_an_owner_and_can_be_ended(site):
    """During an upgrade old and new processes share the table."""
    site.sign_in()
    store = SessionStore(site.store._database, site.store._table, site.clock, owner_in="actor")
    values, who, identity = store.load(_cookie(site))
    assert values["actor"] == who.owner == "amina" and identity
    assert store.load(_cookie(site))[2] == identity
    listed = SessionList(site.store._database, site.store._table, logout_table(MetaData()), site.clock)
    assert [one.id for one in listed.of("amina")] == [identity]
    assert listed.end(identity, "martin") == 0 and _works(site)
    assert listed.end(identity, "amina") == 1 and not _works(site)


def test_sessions_that_are_over_are_not_listed(site):
    site.app.test_client()
    with site.app.test_request_context("/"):
        sign_in(SignedIn("amina"), actor="amina")
        site.app.session_interface.save_session(site.app, session, site.app.make_response(""))
    listed = SessionList(site.store._database, site.store._table, logout_table(MetaData()), site.clock)
    (one,) = listed.everybody()
    assert one.owner == "amina" and one.browser == "Another browser"
    site.clock.move(minutes=31)
    assert listed.everybody() == []


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14) AppleWebKit Version/18 Safari/605.1", "Safari on a Mac"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("curl/8", "Another browser"),
        (None, "Another browser"),
    ],
)
def test_a_browser_is_told_in_two_words(agent, words):
    assert kind_of_browser(agent) == words
