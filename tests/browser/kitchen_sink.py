"""One page with every component that the kit has, so that a look and a rule reach them all."""

from datetime import date, time
from pathlib import Path
from typing import Any

from flask import Flask, flash, render_template, request, url_for
from marshmallow import Schema
from sqlalchemy import MetaData

from plumbing.clocks import MachineClock
from plumbing.database import Database
from plumbing.web.brand import Brand
from plumbing.web.fields import (
    choice_field,
    choices_field,
    date_field,
    email_field,
    group_field,
    long_text_field,
    number_field,
    text_field,
    tick_field,
    time_field,
    yes_no_field,
)
from plumbing.web.forms import blank_form, read_form
from plumbing.web.guard import assert_guarded, unguarded
from plumbing.web.pages import pages_app
from plumbing.web.sessions import SessionStore, session_table

BRAND = Brand(
    name="Northshire Council",
    service="Kitchen sink",
    header="#1d3d5c",
    accent="#00625f",
    phase="Rehearsal",
    phase_words="Nothing here is real.",
    footer=(("Accessibility", "/accessibility"), ("Privacy", "/privacy")),
)
NAVIGATION = [
    {"text": "Today", "href": "/", "current": True},
    {"text": "People", "href": "/people"},
    {"text": "Sign out", "href": "/out"},
]


class StepForm(Schema):
    what = text_field("What will be done")
    who = choice_field("Who will do it", {"amina": "Amina", "tom": "Tom"}, as_list=True)
    by = date_field("By when")


class SinkForm(Schema):
    held_on = date_field("Date of the meeting", hint="For example, 6 11 2026")
    at = time_field("Time", hint="For example, 10:30am")
    place = text_field("Place", hint="A room, or a link to join")
    kind = choice_field("How people meet", {"room": "In a room", "call": "By video"})
    topics = choices_field(
        "What it is about", {"health": "Health", "school": "School"}, missing="Select at least one topic"
    )
    interpreter = yes_no_field("Is an interpreter needed?", missing="Select yes if an interpreter is needed")
    email = email_field("Email address")
    count = number_field("How many people", width=2)
    notes = long_text_field("Notes", optional=True)
    steps = group_field(StepForm, "Steps", adds="step", hint="What was agreed")
    sure = tick_field("I have checked this", missing="Tick the box to say that you have checked this")


RECORD = {
    "held_on": date(2026, 11, 6),
    "at": time(10, 30),
    "place": "The Old Library",
    "kind": "room",
    "topics": ["school"],
    "interpreter": False,
    "email": "sam@example.org",
    "count": 6,
    "steps": [{"what": "Call the school", "who": "tom", "by": date(2026, 12, 1)}],
}


def kitchen_sink(folder: Path) -> Flask:
    """Needs a folder for its sessions; `/` is the page, `/filled` the same from a record."""
    metadata = MetaData()
    table = session_table(metadata)
    database = Database(f"sqlite:///{folder}/sink.db")
    metadata.create_all(database.engine)
    app = pages_app(
        "sink",
        secret=b"k" * 32,
        sessions=SessionStore(database, table, MachineClock()),
        brand=BRAND,
        template_folder=Path(__file__).parent / "templates",
    )
    app.context_processor(lambda: {"navigation": NAVIGATION})

    @app.route("/", methods=["GET", "POST"])
    @unguarded("a kitchen sink")
    def sink() -> Any:
        form = read_form(SinkForm(), request.form) if request.method == "POST" else blank_form(SinkForm())
        return render_template("sink.html", form=form)

    @app.get("/filled")
    @unguarded("a kitchen sink")
    def filled() -> Any:
        flash("The meeting is saved")
        return render_template("sink.html", form=blank_form(SinkForm(), RECORD), back=url_for("sink"))

    assert_guarded(app)
    return app
