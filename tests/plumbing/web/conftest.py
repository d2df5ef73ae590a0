"""A small application made with the kit: a sign-in, a note that may be written, a page that fails."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, flash, render_template, render_template_string, request, session
from flask.testing import FlaskClient
from marshmallow import Schema
from sqlalchemy import MetaData

from plumbing.clocks import MachineClock
from plumbing.database import Database
from plumbing.web.brand import Brand
from plumbing.web.fields import text_field
from plumbing.web.forms import blank_form, read_form
from plumbing.web.guard import NotKnown, assert_guarded, guard_pages, guarded, unguarded
from plumbing.web.pages import pages_app
from plumbing.web.sessions import SessionStore, session_table, sign_in, sign_out

BRAND = Brand(name="Northshire Council", service="Notes")


class SetClock(MachineClock):
    """A machine clock that a test moves on."""

    def __init__(self) -> None:
        self.instant = datetime(2026, 11, 6, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.instant

    def move(self, **by: float) -> None:
        self.instant += timedelta(**by)


class NoteForm(Schema):
    note = text_field("Note")


@dataclass
class Site:
    app: Flask
    client: FlaskClient
    clock: SetClock
    store: SessionStore
    seen: list[Any] = field(default_factory=list)

    def token(self, path: str = "/notes/new") -> str:
        """The CSRF token that a page hands out."""
        page = self.client.get(path).text
        return page.split('name="csrf_token" value="')[1].split('"')[0]

    def sign_in(self, actor: str = "amina") -> None:
        token = self.token("/sign-in")
        assert self.client.post("/sign-in", data={"actor": actor, "csrf_token": token}).status_code == 200


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def site(tmp_path: Path, clock: SetClock) -> Iterator[Site]:
    metadata = MetaData()
    table = session_table(metadata)
    database = Database(f"sqlite:///{tmp_path}/web.db")
    metadata.create_all(database.engine)
    store = SessionStore(database, table, clock)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "note.html").write_text(
        '{% extends "kit/page.html" %}{% set title = "Note" %}'
        '{% from "kit/form_fields.html" import csrf, error_summary, field, button %}'
        "{% block main_content %}{{ error_summary(form) }}<form method=post>{{ csrf() }}"
        '{{ field(form, "note", heading=true) }}{{ button("Save") }}</form>{% endblock %}'
    )
    app = pages_app(
        "notes",
        secret=b"s" * 32,
        sessions=store,
        brand=BRAND,
        template_folder=tmp_path / "templates",
        hosts=("localhost", "notes.example.org"),
    )
    made = Site(app, app.test_client(), clock, store)
    _doors(app)
    _notes(app)
    _oddities(app)
    guard_pages(
        app,
        can=lambda actor, action, thing: _can(made, actor, action, thing),
        actor_of_session=_actor,
        sign_in="enter",
    )
    assert_guarded(app)
    yield made
    database.close()


def _actor() -> Any:
    return session.get("actor")


def _can(site: Site, actor: str, action: str, thing: Any) -> bool:
    site.seen.append((actor, action, thing))
    if thing == "unknown":
        raise NotKnown
    return action != "burn_note"


def _doors(app: Flask) -> None:
    @app.get("/sign-in", endpoint="enter")
    @unguarded("nobody has a session before it")
    def enter() -> str:
        return render_template("note.html", form=blank_form(NoteForm()))

    @app.post("/sign-in")
    @unguarded("nobody has a session before it")
    def entered() -> str:
        sign_in(actor=request.form["actor"])
        flash("You are <signed> in")
        return "in"

    @app.post("/sign-out")
    @guarded("sign_out")
    def out() -> str:
        sign_out()
        return "out"


def _notes(app: Flask) -> None:
    @app.route("/notes/new", methods=["GET", "POST"])
    @unguarded("a test of forms")
    def new() -> Any:
        if request.method == "GET":
            return render_template("note.html", form=blank_form(NoteForm()))
        form = read_form(NoteForm(), request.form)
        if form.errors:
            return render_template("note.html", form=form), 400
        return dict(form.values)

    @app.get("/notes/<note>")
    @guarded("see_note", thing="note")
    def see(note: str) -> str:
        return f"note {note} of {_actor()}"

    @app.get("/notes/<note>/pair/<other>")
    @guarded("see_pair", thing=lambda note, other: (note, other))
    def pair(note: str, other: str) -> str:
        return "pair"

    @app.post("/notes/<note>/burn")
    @guarded("burn_note", thing="note")
    def burn(note: str) -> str:
        return "burnt"


def _oddities(app: Flask) -> None:
    @app.get("/none")
    @unguarded("a test")
    def none() -> str:
        return render_template_string("[{{ nothing }}|{{ word }}]", nothing=None, word="<b>")

    @app.get("/broken")
    @unguarded("a test")
    def broken() -> str:
        raise RuntimeError("Amina's address")
