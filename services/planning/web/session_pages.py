"""Who one is, and where one is signed in; an administrator sees everybody's sessions and ends a leaver's."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import structlog
from flask import Blueprint, abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from plumbing.web.guard import NotKnown, guarded
from plumbing.web.session_list import OpenSession
from plumbing.web.sessions import current_session
from plumbing.web.words import civil_date_words, civil_time_words
from services.planning.commands.desk import find
from services.planning.domain.permission import Thing
from services.planning.domain.staff import Staff
from services.planning.web.site import actor, desk, may, no_thing, site

pages = Blueprint("sessions", __name__)


def _staff_thing(*, staff: str) -> Thing:
    with desk().database.read() as read:
        if read.get(Staff, staff) is None:
            raise NotKnown
    return no_thing()


@pages.get("/you")
@guarded("sign_out", no_thing)
def you() -> ResponseReturnValue:
    with desk().database.read() as read:
        staff = find(read, Staff, actor().id)
    return render_template("you.html", staff=staff, sees_all=may("see_sessions", no_thing()))


@pages.get("/you/sessions")
@guarded("see_own_sessions", no_thing)
def own() -> ResponseReturnValue:
    rows = _shown(site().sessions.of(actor().id))
    return render_template("own_sessions.html", rows=rows)


@pages.post("/you/sessions/<session>/end")
@guarded("end_own_session", no_thing)
def end_own(session: str) -> ResponseReturnValue:
    """Of this person's own only: any other number is one that does not exist."""
    if not site().sessions.end(session, actor().id):
        abort(404)
    structlog.get_logger().info("session ended")
    return redirect("/you/sessions", code=303)


@pages.get("/sessions")
@guarded("see_sessions", no_thing)
def everybody() -> ResponseReturnValue:
    with desk().database.read() as read:
        staff = {one.id: one for one in read.scalars(select(Staff))}
    found = [one for one in site().sessions.everybody() if one.owner in staff]
    found.sort(key=lambda one: (staff[one.owner].name, one.owner))
    people = [(staff[owner], _shown([*rows])) for owner, rows in groupby(found, key=lambda one: one.owner)]
    return render_template("sessions.html", people=people)


@pages.post("/staff/<staff>/sessions/end")
@guarded("end_sessions", _staff_thing)
def end_all(staff: str) -> ResponseReturnValue:
    ended = site().sessions.end_all(staff)
    structlog.get_logger().info("sessions ended", count=ended)
    flash("They are signed out everywhere. Have their account closed too, or they can sign in again.")
    return redirect("/sessions", code=303)


def _shown(found: Sequence[OpenSession]) -> list[dict[str, Any]]:
    here = current_session().id
    return [
        {
            "id": one.id,
            "browser": one.browser or "Not known",
            "began": _spoken(one.began),
            "seen": _spoken(one.seen),
            "here": one.id == here,
        }
        for one in found
    ]


def _spoken(instant: Any) -> str:
    """By the machine clock, which no test steers, in the council's time zone."""
    there = instant.astimezone(desk().clock.zone)
    return f"{civil_date_words(there.date())}, {civil_time_words(there.time())}"
