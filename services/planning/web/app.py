"""The staff pages: one application, one session, one `can`."""

from pathlib import Path

from flask import Flask, g, request
from werkzeug.exceptions import NotFound

from plumbing.web.brand import Brand
from plumbing.web.guard import assert_guarded, guard_pages
from plumbing.web.pages import pages_app
from plumbing.web.sessions import SessionStore
from services.planning.commands.desk import NotFound as Missing
from services.planning.domain import permission
from services.planning.domain.permission import Actor, Can
from services.planning.domain.wording import spoken, with_article
from services.planning.web import (
    access_pages,
    board_pages,
    child_pages,
    chronology_pages,
    circulation_pages,
    copy_pages,
    guarding_pages,
    history_pages,
    hold_pages,
    looks,
    meeting_pages,
    opening_pages,
    override_pages,
    people_pages,
    plan_pages,
    procedure_pages,
    provider_pages,
    record_pages,
    restore_pages,
    session_pages,
    sign_off_pages,
    signing_in,
)
from services.planning.web.neighbours_words import show_refusals
from services.planning.web.noting import follow_forms, note_page
from services.planning.web.site import Site, actor_of_session, may, no_thing, nobody
from services.planning.web.step_up import ask_for_proof

_DOORS = (signing_in.pages.name, provider_pages.pages.name)
_PAGES = (
    *(session_pages, child_pages, chronology_pages, board_pages, history_pages, override_pages, people_pages),
    *(meeting_pages, record_pages, sign_off_pages, circulation_pages, plan_pages, hold_pages),
    *(restore_pages, procedure_pages, opening_pages, guarding_pages, copy_pages, access_pages),
)

_PLACES = (
    ("see_children", "/", "Children"),
    ("see_board", "/board", "Board"),
    ("see_by_hand", "/by-hand", "To print and post"),
    ("see_holds", "/holds", "On hold"),
    ("see_openings", "/opened", "Opened outside the caseload"),
    ("see_procedure", "/procedure", "Procedure"),
    ("sign_out", "/you", "You"),
)
"""The act that one must be allowed, address and words."""


def staff_app(
    site: Site, sessions: SessionStore, secret: bytes, hosts: list[str], can: Can = permission.decide
) -> Flask:
    """`can` is the domain's `decide`; a test may hand in one that denies everything."""
    council = site.desk.council
    brand = Brand(name=council.local.called, service="Child in Need")
    app = pages_app(
        "planning",
        secret=secret,
        sessions=sessions,
        brand=brand,
        template_folder=Path(__file__).parent / "templates",
        hosts=hosts,
    )
    app.extensions["site"] = site
    door = provider_pages if site.door else signing_in
    for pages in (door, *_PAGES):
        app.register_blueprint(pages.pages)
    app.extensions["csrf"].exempt(provider_pages.back_channel)
    guard_pages(
        app,
        can=can,
        actor_of_session=_who,
        sign_in=f"{door.pages.name}.sign_in_page",
        refused=opening_pages.refused,
        noting=note_page,
    )
    app.before_request(ask_for_proof)
    follow_forms(app)
    show_refusals(app)
    app.register_error_handler(Missing, lambda error: app.handle_http_exception(NotFound(str(error))))
    app.jinja_env.filters["spoken"] = lambda day: spoken(day) if day else ""
    app.jinja_env.filters["sentence"] = looks.sentence
    app.jinja_env.filters["with_article"] = with_article
    app.jinja_env.filters["name_of"] = lambda person, names: names.get(person, "")
    app.jinja_env.globals["word"] = council.word
    app.jinja_env.globals["title_of"] = lambda duty: looks.sentence(council.title(duty))
    app.context_processor(_around)
    assert_guarded(app)
    return app


def _who() -> Actor | None:
    found = actor_of_session()
    if found is None and request.blueprint in _DOORS and request.path.startswith("/sign-in"):
        return nobody()
    return found


def _around() -> dict[str, object]:
    """What stands on every page: where one may go."""
    signed_in = getattr(g, "actor", None)
    if signed_in is None or not signed_in.id:
        return {"navigation": []}
    places = [(href, text) for action, href, text in _PLACES if may(action, no_thing())]
    return {
        "navigation": [
            {"href": href, "text": text, "active": request.path == href, "current": request.path == href}
            for href, text in places
        ]
    }
