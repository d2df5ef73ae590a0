"""Hold everything going out for a person or a family, in one act; see what is held; a manager lifts it."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from plumbing.neighbour import NeighbourDown
from plumbing.web.fields import choices_field, long_text_field, offer, yes_no_field
from plumbing.web.guard import guarded
from services.planning.commands.hold_everything import (
    LiftedForSome,
    active_holds,
    confirm_hold,
    family_of,
    hold_everything,
    lift_hold,
)
from services.planning.web import looks
from services.planning.web.form_page import FormPage, answer
from services.planning.web.noting import note_each, siblings_shown
from services.planning.web.site import actor, child_thing, desk, hold_thing, in_sight, may, no_thing, site

pages = Blueprint("holds", __name__)


class HoldForm(Schema):
    everyone = yes_no_field("Hold everything for the whole family and all the professionals around it?")
    persons = choices_field("Or only for", optional=True, default=[])
    reason = long_text_field("Why", rows=3)


@pages.route("/children/<child>/hold", methods=["GET", "POST"])
@guarded("place_hold", child_thing)
def place(child: str) -> ResponseReturnValue:
    schema = HoldForm()
    shown = siblings_shown(child)
    with desk().database.read() as read:
        people = looks.people_around(read, shown)
    offer(schema, "persons", {one.id: looks.described(one) for one in people})
    page = FormPage(
        "Hold everything going out",
        f"/children/{child}",
        save="Hold everything now",
        intro="Invitations, changes, cancellations and papers stay here until a manager lets them go.",
    )

    def act(v: Mapping[str, Any]) -> str:
        persons = family_of(desk(), child) if v["everyone"] else v["persons"] or []
        notifications = site().neighbours["notifications"]
        hold = hold_everything(desk(), notifications, persons, v["reason"], actor().id, child=child)
        if hold.unconfirmed:
            flash("NOT yet held for everyone: try again below.")
        return hold.id

    return answer(page, schema, act, done="The hold is kept. See below who is held.", then="/holds")


@pages.get("/holds")
@guarded("see_holds", no_thing)
def holds() -> ResponseReturnValue:
    """Of each, those persons are named who are around a child whom the reader may see."""
    of_each = [(hold, hold_thing(hold=hold.id)) for hold in active_holds(desk())]
    shown = [(hold, thing) for hold, thing in of_each if may("see_child", thing)]
    note_each({one.child for _, thing in shown for one in (*thing.children, *thing.beside)})
    with desk().database.read() as read:
        names = looks.names(read)
        around = {person.id for person in looks.people_around(read, in_sight(read))}
    sees_restore, holds = may("see_sent_before_restore", no_thing()), [hold for hold, _ in shown]
    return render_template("holds.html", holds=holds, names=names, around=around, sees_restore=sees_restore)


@pages.post("/holds/<hold>/confirm")
@guarded("confirm_hold", hold_thing)
def confirm(hold: str) -> ResponseReturnValue:
    found = confirm_hold(desk(), site().neighbours["notifications"], hold, actor().id)
    flash("NOT yet held for everyone: try again." if found.unconfirmed else "Everything is held.")
    return redirect("/holds", code=303)


@pages.post("/holds/<hold>/lift")
@guarded("lift_hold", hold_thing)
def lift(hold: str) -> ResponseReturnValue:
    try:
        lift_hold(desk(), site().neighbours["notifications"], hold, actor().id)
        flash("The hold is lifted. What waited goes out now.")
    except LiftedForSome:
        flash("The hold is lifted for some only. Press again in a few minutes to lift it for the others.")
    except NeighbourDown:
        flash("The hold is NOT lifted: notifications cannot be reached. Try again in a few minutes.")
    return redirect("/holds", code=303)
