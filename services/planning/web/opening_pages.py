"""Opening a record outside one's caseload for a reason, and the managers' list of what was opened."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import Schema
from sqlalchemy import select
from sqlalchemy.orm import Session

from plumbing.web.fields import choice_field, long_text_field, text_field
from plumbing.web.forms import blank_form
from plumbing.web.guard import guarded
from services.planning.adapters import tables
from services.planning.adapters.openings import openings_to_look_at, unsettled_openings
from services.planning.commands.open_child import find_opening, look_at_opening, open_child
from services.planning.domain.child import Child
from services.planning.domain.opening import CATEGORIES, SHORTEST_REASON, CannotOpen, Opening
from services.planning.domain.permission import Actor, Decision
from services.planning.domain.span import DAYS, Span
from services.planning.web import looks
from services.planning.web.form_page import FormPage, answer, show
from services.planning.web.noting import note_each
from services.planning.web.site import (
    actor,
    child_thing,
    decision_on,
    desk,
    in_sight,
    known_thing,
    machine_now,
    may,
    no_thing,
    opening_thing,
)

pages = Blueprint("openings", __name__)
_SHOWN_FOR = Span(28, DAYS)


class OpenForm(Schema):
    category = choice_field("Why do you need this record?", CATEGORIES, missing="Select why you need it")
    reason = long_text_field(
        "What makes it necessary", rows=4, hint=f"At least {SHORTEST_REASON} characters. A manager reads it."
    )


class FindForm(Schema):
    reference = text_field("Reference in the council's case system", longest=40, width=10)


class LookForm(Schema):
    remark = long_text_field("Remark", rows=3, optional=True)


@pages.route("/children/<child>/open", methods=["GET", "POST"])
@guarded("break_glass", child_thing)
def open_record(child: str) -> ResponseReturnValue:
    def act(v: Mapping[str, Any]) -> str:
        return open_child(desk(), actor(), child, v["category"], v["reason"], machine_now())

    done = "The record is open to you for 8 hours. It is written down that you opened it."
    return answer(_page(child), OpenForm(), act, done=done, then=f"/children/{child}")


def refused(decision: Decision) -> Any | None:
    """In place of "not allowed": 403 all the same, as nothing of the record is shown and nothing is done."""
    if decision.may_break_glass:
        return show(_page(decision.child), blank_form(OpenForm()), 403)
    if decision.child and request.endpoint == "openings.open_record":
        return redirect(f"/children/{decision.child}", code=303)
    if request.endpoint == "children.children" and may("sign_out", no_thing()):
        return redirect("/you", code=303)  # where somebody without children starts
    return None


@pages.route("/children/find", methods=["GET", "POST"])
@guarded("find_child", no_thing)
def find_child() -> ResponseReturnValue:
    """By the whole reference only; the answer is the same for none and for one who must not be known of."""
    page = FormPage("Find a child by reference", "/", save="Find")

    def act(v: Mapping[str, Any]) -> str:
        with desk().database.read() as read:
            wanted = select(Child).where(tables.child.c.council_reference == v["reference"].strip())
            found = read.scalars(wanted).first()
            if found is None or decision_on("see_child", known_thing(read, "child", found.id)).hidden:
                raise CannotOpen("No child with this reference is open to you: check how it is written.")
            return found.id

    return answer(page, FindForm(), act, done="", then="/children/{id}")


@pages.get("/opened")
@guarded("see_openings", no_thing)
def opened() -> ResponseReturnValue:
    with desk().database.read() as read:
        since = _SHOWN_FOR.before(desk().today, desk().working_days)
        found = [one for one in openings_to_look_at(read, since) if not _mark(read, one).hidden]
        note_each({one.child for one in found})
        seen = in_sight(read, {one.child for one in found})
        rows = [
            {
                "opening": one,
                "child": read.get(Child, one.child),
                "in_sight": one.child in seen,
                "at": _time(one.opened),
                "until": _time(one.until),
                "to_mark": _waits(one, actor()),
                "category": CATEGORIES.get(one.category, one.category),
            }
            for one in found
        ]
        return render_template("opened.html", rows=rows, names=looks.names(read))


@pages.route("/opened/<opening>/seen", methods=["GET", "POST"])
@guarded("mark_opening_seen", opening_thing)
def seen(opening: str) -> ResponseReturnValue:
    with desk().database.read() as read:
        found = find_opening(read, opening)
    page = FormPage(
        "You have looked at this", "/opened", intro=f"The reason given: {found.reason}", save="Mark as seen"
    )
    return answer(
        page,
        LookForm(),
        lambda v: look_at_opening(desk(), opening, actor(), v.get("remark") or ""),
        done="Marked as seen.",
    )


def openings_waiting(read: Session, manager: Actor) -> list[Opening]:
    """What this manager has still to look at."""
    waiting = (one for one in unsettled_openings(read) if _waits(one, manager))
    return [one for one in waiting if not _mark(read, one).hidden]


def open_until(read: Session) -> str:
    """Where the page is shown only because its reader opened the record: until what time; else empty."""
    grant = g.decision.grant
    return _time(find_opening(read, grant).until) if grant else ""


def _page(child: str) -> FormPage:
    return FormPage(
        "This child is outside your caseload",
        "/",
        save="Open the record for 8 hours",
        template="open_record.html",
        more={"action": f"/children/{child}/open"},
    )


def _mark(read: Session, opening: Opening) -> Decision:
    return decision_on("mark_opening_seen", known_thing(read, "opening", opening.id))


def _waits(opening: Opening, manager: Actor) -> bool:
    return opening.waits_for(manager.id, manager.role, manager.team)


def _time(instant: datetime) -> str:
    return f"{instant.astimezone(desk().clock.zone):%H:%M}"
