"""Who gets what of a meeting's papers, and who was sent what and when."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from marshmallow import Schema, ValidationError, validates
from sqlalchemy.orm import Session

from plumbing.neighbour import NeighbourDown, NeighbourRefused
from plumbing.web.fields import choice_field, choices_field, date_field, text_field
from plumbing.web.forms import blank_form
from plumbing.web.guard import guarded
from services.planning.adapters.around_children import children_around
from services.planning.commands.decide_circulation import (
    Decision,
    circulation_of,
    decide_circulation,
    owed_circulation,
)
from services.planning.commands.desk import find
from services.planning.domain.child import Child
from services.planning.domain.circulation import CannotCirculate, Circulation, Share
from services.planning.domain.meeting import Meeting
from services.planning.domain.person import Person, ProtectedValue
from services.planning.web import looks
from services.planning.web.form_page import FormPage, answer, show, sorry
from services.planning.web.site import (
    actor,
    ask,
    desk,
    in_sight,
    meeting_thing,
)

pages = Blueprint("circulations", __name__)
_VIEWS = {"whole": "Everything", "part": "Only the parts about chosen children", "nothing": "Nothing"}

_NOT_ALL_SEEN = (
    "The meeting was also about a child who is not open to you. Who may see every child of it decides this."
)


class HandedOverForm(Schema):
    channel = choice_field("How did it go?", {"hand": "Handed over", "post": "Posted"})
    on = date_field("Date")

    @validates("on")
    def _has_come(self, value: date, data_key: str) -> None:
        if value > desk().today:
            raise ValidationError("That day lies in the future: record what has happened.")


@pages.route("/meetings/<meeting>/circulation", methods=["GET", "POST"])
@guarded("decide_circulation", meeting_thing)
def decide(meeting: str) -> ResponseReturnValue:
    with desk().database.read() as read:
        found = find(read, Meeting, meeting)
        if set(found.children) - in_sight(read, found.children):
            return sorry("Who gets what", f"/meetings/{meeting}", _NOT_ALL_SEEN)
        try:
            owed, entitled = owed_circulation(desk(), read, found)
        except CannotCirculate as refusal:
            page = FormPage(
                "Who gets what", f"/meetings/{meeting}", intro=str(refusal), template="sorry.html"
            )
            return show(page, blank_form(Schema()), 409)
        people = [find(read, Person, a.person) for a in found.attendances]
        children = [find(read, Child, child) for child in found.children]
        before = circulation_of(read, meeting)
    schema = _schema(people, children)
    page = FormPage(
        "Who gets what",
        f"/meetings/{meeting}",
        save="Confirm and send",
        template="who_gets_what.html",
        more={"people": people, "entitled": entitled, "owed": owed, "described": looks.described},
    )

    def act(v: Mapping[str, Any]) -> str:
        decisions = [
            Decision(
                person.id,
                v[f"p{index}_view"],
                v[f"p{index}_children"] or [],
                v.get(f"p{index}_reason") or "",
            )
            for index, person in enumerate(people)
        ]
        return decide_circulation(desk(), meeting, decisions, actor().id)

    return answer(
        page,
        schema,
        act,
        done="Confirmed. Each copy is made, checked and sent.",
        then=f"/meetings/{meeting}/sent",
        blank=_decided(before, people),
    )


def _schema(people: list[Person], children: list[Child]) -> Schema:
    fields: dict[str, Any] = {}
    for index, person in enumerate(people):
        missing = f"Decide what {person.name} gets"
        fields[f"p{index}_view"] = choice_field(f"What does {person.name} get?", _VIEWS, missing=missing)
        fields[f"p{index}_children"] = choices_field(
            "Which children, if only parts",
            {child.id: child.name for child in children},
            optional=True,
            default=[],
            small=True,
        )
        fields[f"p{index}_reason"] = text_field(
            "Reason, where the procedure says otherwise", longest=300, optional=True
        )
    made: Schema = Schema.from_dict(fields)()
    return made


def _decided(before: Circulation | None, people: list[Person]) -> dict[str, Any]:
    """What was decided last time, if anything; nobody's copy is ticked for the first decision."""
    blank: dict[str, Any] = {}
    for index, person in enumerate(people):
        share = before.share_of(person.id) if before else None
        if share:
            blank[f"p{index}_view"] = share.view
            blank[f"p{index}_children"] = share.children if share.view == "part" else []
            blank[f"p{index}_reason"] = share.reason
    return blank


@pages.get("/meetings/<meeting>/sent")
@guarded("see_circulation", meeting_thing)
def sent(meeting: str) -> ResponseReturnValue:
    copies, down = {}, ""
    circulation = circulation_at(meeting)
    try:
        path = f"/circulations/{circulation.id}"
        found = ask("notifications", "GET", path, "see_circulation", circulation.id)
        copies = {copy["person"]: copy for copy in found["copies"]}
    except NeighbourDown:
        down = "What was sent cannot be shown just now: not sent yet, or not known. Nothing is lost."
    except NeighbourRefused:
        down = ""  # nothing of it has reached notifications yet
    with desk().database.read() as read:
        people = {share.person: find(read, Person, share.person) for share in circulation.shares}
        found = find(read, Meeting, meeting)
        return render_template(
            "sent.html",
            meeting=found,
            is_open={one.person for one in circulation.shares if _sees_all_of(read, found, one)},
            circulation=circulation,
            people=people,
            copies=copies,
            found_in=_found_in(read, copies),
            down=down,
        )


def _found_in(read: Session, copies: Mapping[str, Any]) -> dict[str, list[str]]:
    """By reader, what blocks their copy; whose it is, only of those who stand around a child in sight."""
    names = looks.names(read)

    def words(hit: Mapping[str, str]) -> str:
        value = read.get(ProtectedValue, hit["id"])
        if value is None or not in_sight(read, [value.owner, *children_around(read, [value.owner])]):
            return f"Something that must not be seen: {hit['where']}"
        return f"{looks.sentence(hit['kind'])} of {names.get(value.owner, 'a child')}: {hit['where']}"

    return {person: [words(hit) for hit in copy.get("blocked") or []] for person, copy in copies.items()}


@pages.route("/meetings/<meeting>/copies/<person>/handed-over", methods=["GET", "POST"])
@guarded("hand_over_copy", meeting_thing)
def handed_over(meeting: str, person: str) -> ResponseReturnValue:
    circulation = copy_at(meeting, person)
    page = FormPage("Tick off a copy", f"/meetings/{meeting}/sent")

    def act(v: Mapping[str, Any]) -> None:
        path = f"/circulations/{circulation.id}/copies/{person}/handed-over"
        said = {"channel": v["channel"], "on": v["on"].isoformat()}
        ask("notifications", "POST", path, "hand_over_copy", circulation.id, said)

    return answer(page, HandedOverForm(), act, done="It is ticked off.", blank={"on": desk().today})


@pages.post("/meetings/<meeting>/copies/<person>/bounced")
@guarded("note_bounce", meeting_thing)
def bounced(meeting: str, person: str) -> ResponseReturnValue:
    return _tell(meeting, person, "bounced", "note_bounce", "Noted: it came back, and is open again.")


@pages.post("/meetings/<meeting>/copies/<person>/again")
@guarded("send_again", meeting_thing)
def again(meeting: str, person: str) -> ResponseReturnValue:
    return _tell(meeting, person, "again", "send_again", "It is made, checked and sent again.")


def _tell(meeting: str, person: str, act: str, action: str, done: str) -> ResponseReturnValue:
    circulation = copy_at(meeting, person)
    path = f"/circulations/{circulation.id}/copies/{person}/{act}"
    try:
        ask("notifications", "POST", path, action, circulation.id, {})
        flash(done)
    except NeighbourRefused as refusal:
        if refusal.status == 403:
            raise
        flash("That cannot be done with this copy as it stands. Nothing was changed.")
    return redirect(f"/meetings/{meeting}/sent", code=303)


def circulation_at(meeting: str) -> Circulation:
    """The meeting's latest; 404 without one."""
    with desk().database.read() as read:
        return circulation_of(read, meeting) or abort(404)


def copy_at(meeting: str, person: str) -> Circulation:
    """As circulation_at; 404 where this person is not in it or the reader sees not every child there."""
    circulation = circulation_at(meeting)
    share = circulation.share_of(person)
    with desk().database.read() as read:
        if share is None or not _sees_all_of(read, find(read, Meeting, meeting), share):
            abort(404)
    return circulation


def _sees_all_of(read: Session, meeting: Meeting, share: Share) -> bool:
    about = share.children if share.view == "part" else meeting.children
    return set(about) <= in_sight(read, about)
