"""Arranging a meeting, moving or cancelling it, noting answers, and recording it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from plumbing.neighbour import NeighbourDown, NeighbourRefused
from plumbing.web.fields import offer
from plumbing.web.guard import guarded
from services.planning.commands.answer_questions import answers_by_child
from services.planning.commands.arrange_meeting import (
    Guest,
    Occasion,
    Particulars,
    arrange_meeting,
    cancel_meeting,
    rearrange_meeting,
)
from services.planning.commands.decide_circulation import circulation_of
from services.planning.commands.desk import find
from services.planning.commands.record_answer import record_answer
from services.planning.commands.record_meeting import minutes_of
from services.planning.domain.child import Child
from services.planning.domain.meeting import KINDS, Meeting
from services.planning.domain.permission import Thing
from services.planning.domain.person import Person
from services.planning.domain.staff import Staff
from services.planning.procedures.chairs import chairs_of
from services.planning.web import looks
from services.planning.web.form_page import FormPage, answer
from services.planning.web.meeting_forms import (
    AnswerForm,
    CancelForm,
    MeetingForm,
    MoveForm,
    ask_what_counts,
    offer_people,
    say_who_chairs,
)
from services.planning.web.noting import siblings_shown
from services.planning.web.sign_off_pages import (
    deciders,
    is_signed,
    may_chair,
    may_sign,
    sign_off_history,
    warning_of,
)
from services.planning.web.site import (
    ask,
    ask_what_is_heard,
    child_thing,
    desk,
    in_sight,
    known_thing,
    may,
    meeting_thing,
)

pages = Blueprint("meetings", __name__)


@pages.route("/children/<child>/meetings/new", methods=["GET", "POST"])
@guarded("arrange_meeting", child_thing)
def arrange(child: str) -> ResponseReturnValue:
    schema, council = MeetingForm(), desk().council
    seen = siblings_shown(child)
    with desk().database.read() as read:
        whose = [one for one in looks.siblings(read, child) if one.id in seen]
        people = looks.people_around(read, [one.id for one in whose])
        staff = read.scalars(select(Staff)).all()
        offer(schema, "chair_decided_by", deciders(read, *KINDS))
    offer(schema, "kind", {kind: council.word(kind) for kind in KINDS})
    offer(schema, "children", {one.id: one.name for one in whose})
    offer(schema, "chair", {one.id: f"{one.name}, {one.role}" for one in staff})
    say_who_chairs(schema, {council.word(kind): chairs_of(council, kind, desk().today) for kind in KINDS})
    offer_people(schema, people)
    ask_what_counts(schema, council)

    def act(v: Mapping[str, Any]) -> str:
        for chosen in v["children"]:
            if not may("arrange_meeting", child_thing(child=chosen)):
                abort(403)
        guests = _guests(v, people)
        particulars = Particulars(
            bool(v.get("early")),
            bool(v.get("specific")),
            v.get("chair_decided_by") or "",
            v.get("chair_reason") or "",
        )
        return arrange_meeting(
            desk(), v["kind"], v["children"], _occasion(v), v["chair"], guests, particulars
        )

    page = FormPage("Arrange a meeting", f"/children/{child}", save="Arrange it and invite")
    done = "The meeting is arranged. Invitations are on their way."
    return answer(page, schema, act, done=done, then="/meetings/{id}", blank={"children": [child]})


@pages.get("/meetings/<meeting>")
@guarded("see_meeting", meeting_thing)
def meeting_page(meeting: str) -> ResponseReturnValue:
    invitations, down = {}, ""
    try:
        path, nothing = f"/meetings/{meeting}/invitations", dict[str, Any](invitations=[])
        found = ask_what_is_heard("notifications", path, "see_meeting", meeting, nothing)
        invitations = {one["person"]: one for one in found["invitations"]}
    except (NeighbourDown, NeighbourRefused):
        down = "What became of the invitations cannot be shown just now. They are not lost."
    with desk().database.read() as read:
        one = find(read, Meeting, meeting)
        seen = in_sight(read, one.children)
        return render_template(
            "meeting.html",
            meeting=one,
            children=[find(read, Child, child) for child in one.children if child in seen],
            chair=read.get(Staff, one.chair),
            warning=warning_of(read, one),
            may_chair=may_chair(read, one, seen),
            people=[(a, find(read, Person, a.person), invitations.get(a.person)) for a in one.attendances],
            minutes=[part for part in minutes_of(read, meeting) if part.child in {"", *seen}],
            answered=[about for about in answers_by_child(read, one) if about[0].id in seen],
            circulation=circulation_of(read, meeting),
            sign_offs=sign_off_history(read, one),
            chair_decided_by=read.get(Staff, one.chair_decided_by),
            may_sign=may_sign(read, one),
            is_signed=is_signed(read, one),
            down=down,
            allowed=_allowed(known_thing(read, "meeting", meeting)),
            today=desk().today,
        )


def _allowed(thing: Thing) -> set[str]:
    """Of what the page leads on to, what this reader may do."""
    asked = ("arrange_meeting", "record_answer", "record_meeting", "decide_circulation", "see_circulation")
    return {action for action in asked if may(action, thing)}


@pages.route("/meetings/<meeting>/move", methods=["GET", "POST"])
@guarded("arrange_meeting", meeting_thing)
def move(meeting: str) -> ResponseReturnValue:
    schema = MoveForm()
    with desk().database.read() as read:
        found = find(read, Meeting, meeting)
        invited = {a.person for a in found.invited()}
        near = invited | {p.id for p in looks.people_around(read, in_sight(read, found.children))}
        people = [one for one in looks.people_around(read, found.children) if one.id in near]
    offer_people(schema, people)
    blank = {
        "on": found.day,
        "starts": found.starts.time(),
        "ends": found.ends.time(),
        "place": found.place,
        "guests": [a.person for a in found.invited()],
        "place_shown": [a.person for a in found.attendances if a.place_shown],
        "party": [a.person for a in found.attendances if a.party],
    }
    page = FormPage("Move the meeting", f"/meetings/{meeting}", save="Change it and tell everyone")
    return answer(
        page,
        schema,
        lambda v: rearrange_meeting(desk(), meeting, _occasion(v), _guests(v, people)),
        done="The meeting is changed. Everyone invited is told.",
        blank=blank,
    )


@pages.route("/meetings/<meeting>/cancel", methods=["GET", "POST"])
@guarded("arrange_meeting", meeting_thing)
def cancel(meeting: str) -> ResponseReturnValue:
    page = FormPage("Cancel the meeting", f"/meetings/{meeting}", save="Cancel the meeting")
    return answer(
        page, CancelForm(), lambda v: cancel_meeting(desk(), meeting), done="The meeting is cancelled."
    )


@pages.route("/meetings/<meeting>/answer", methods=["GET", "POST"])
@guarded("record_answer", meeting_thing)
def note_answer(meeting: str) -> ResponseReturnValue:
    schema = AnswerForm()
    with desk().database.read() as read:
        invited = [find(read, Person, a.person) for a in find(read, Meeting, meeting).invited()]
    offer(schema, "person", {person.id: looks.described(person) for person in invited})
    page = FormPage("Note an answer", f"/meetings/{meeting}")
    return answer(
        page,
        schema,
        lambda v: record_answer(desk(), meeting, v["person"], v["answer"]),
        done="The answer is noted.",
    )


@pages.post("/meetings/<meeting>/invitations/<person>/told")
@guarded("record_answer", meeting_thing)
def told(meeting: str, person: str) -> ResponseReturnValue:
    """Somebody without a safe mail address was rung or written to."""
    found = ask("notifications", "GET", f"/meetings/{meeting}/invitations", "see_meeting", meeting)
    one = next((one for one in found["invitations"] if one["person"] == person), None)
    if one is None or one["state"] != "by hand":
        abort(404)
    path = f"/invitations/{one['invitation']}/handed-over"
    ask("notifications", "POST", path, "hand_over_copy", one["invitation"], {})
    flash("Noted: they have been told.")
    return redirect(f"/meetings/{meeting}", code=303)


def _guests(v: Mapping[str, Any], people: list[Person]) -> list[Guest]:
    known = {person.id: person for person in people}
    shown, party = set(v["place_shown"] or []), set(v["party"] or [])
    return [
        Guest(
            person,
            person in shown,
            person in party,
            (known[person].job or "service") if known[person].kind == "service" else "",
        )
        for person in dict.fromkeys(v["guests"])
    ]


def _occasion(v: Mapping[str, Any]) -> Occasion:
    day = v["on"]
    return Occasion(datetime.combine(day, v["starts"]), datetime.combine(day, v["ends"]), v["place"])
