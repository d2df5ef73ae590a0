"""Recording what happened to a child: visits, events, circumstances and their end, a transfer in."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from plumbing.web.fields import choice_field, date_field, long_text_field, offer, text_field, yes_no_field
from plumbing.web.guard import guarded
from services.planning.adapters.facts_of_a_child import transfer_of
from services.planning.commands.desk import find
from services.planning.commands.record_event import (
    end_circumstance,
    record_circumstance,
    record_event,
)
from services.planning.commands.record_visit import record_visit
from services.planning.commands.transfer_in import Arrival, transfer_in
from services.planning.domain.child import RecordedCircumstance
from services.planning.web import looks
from services.planning.web.form_page import FormPage, answer, sorry
from services.planning.web.site import actor, child_thing, desk

pages = Blueprint("history", __name__)
_DONE = "It is recorded and every date reckoned again."


class VisitForm(Schema):
    on = date_field("Date of the visit", hint="For example, 27 11 2026")
    seen = yes_no_field("Was the child seen?", missing="Select yes if the child was seen")
    note = long_text_field("What should be remembered of it", rows=4, optional=True)


class TransferForm(Schema):
    from_authority = text_field("Authority that the child came from", longest=120)
    resident_on = date_field("First day the child lived here", optional=True)
    first_told_on = date_field(
        "Day this authority was first told", optional=True, hint="By anybody: a call from a school counts"
    )
    notified_on = date_field("Day the other authority's formal notice came", optional=True)
    responsible_from = date_field("First day this authority is responsible", optional=True)


class EventForm(Schema):
    kind = choice_field("What happened?", as_list=True)
    on = date_field("Date it happened", hint="For example, 27 11 2026")
    reason = long_text_field("What makes you record it", rows=3)


class CircumstanceForm(Schema):
    kind = choice_field("What is the case?", missing="Select what is the case")
    since = date_field("Since", hint="For example, 27 11 2026")
    until = date_field("Until", optional=True)
    reason = long_text_field("What makes you record it", rows=3)


class EndForm(Schema):
    until = date_field("Last day on which it holds", hint="For example, 27 11 2026")


@pages.route("/children/<child>/visit", methods=["GET", "POST"])
@guarded("record_visit", child_thing)
def visit(child: str) -> ResponseReturnValue:
    page = FormPage("Record a visit", f"/children/{child}")
    return answer(
        page,
        VisitForm(),
        lambda v: record_visit(desk(), child, v["on"], v["seen"], v.get("note") or "", actor().id),
        done="The visit is recorded and every date reckoned again.",
    )


@pages.route("/children/<child>/transfer", methods=["GET", "POST"])
@guarded("record_transfer", child_thing)
def transfer(child: str) -> ResponseReturnValue:
    page = FormPage(
        "The child came from another authority",
        f"/children/{child}",
        intro="Give the days that you know. You can come back to add or correct the others.",
    )
    with desk().database.read() as read:
        known = transfer_of(read, child)
    blank = {name: getattr(known, name) for name in TransferForm().fields} if known else None

    def act(v: Mapping[str, Any]) -> None:
        days = ("resident_on", "first_told_on", "notified_on", "responsible_from")
        arrival = Arrival(**{day: v.get(day) for day in days})
        transfer_in(desk(), child, v["from_authority"], arrival, actor().id)

    return answer(page, TransferForm(), act, done=_DONE, blank=blank)


@pages.route("/children/<child>/event", methods=["GET", "POST"])
@guarded("record_event", child_thing)
def event(child: str) -> ResponseReturnValue:
    schema, kinds = EventForm(), desk().council.recordable_events()
    offer(schema, "kind", {kind: f"{looks.sentence(kind)}: {means}" for kind, means in kinds.items()})
    page = FormPage("Record something that happened", f"/children/{child}")
    return answer(
        page,
        schema,
        lambda v: record_event(desk(), child, v["kind"], v["on"], v["reason"], actor().id),
        done=_DONE,
    )


@pages.route("/children/<child>/circumstance", methods=["GET", "POST"])
@guarded("record_circumstance", child_thing)
def circumstance(child: str) -> ResponseReturnValue:
    schema, kinds = CircumstanceForm(), desk().council.circumstances()
    page = FormPage("Record something that holds for a while", f"/children/{child}")
    if not kinds:
        return sorry(page.title, page.back, "The procedure asks about nothing of the kind.")
    offer(schema, "kind", {kind: f"{looks.sentence(kind)}: {says}" for kind, says in kinds.items()})
    return answer(
        page,
        schema,
        lambda v: record_circumstance(
            desk(), child, v["kind"], v["since"], v.get("until"), v["reason"], actor().id
        ),
        done=_DONE,
    )


@pages.route("/children/<child>/circumstances/<circumstance>/end", methods=["GET", "POST"])
@guarded("record_circumstance", child_thing)
def end(child: str, circumstance: str) -> ResponseReturnValue:
    with desk().database.read() as read:
        held = find(read, RecordedCircumstance, circumstance)
    if held.child != child:
        abort(404)
    page = FormPage(f"End: {held.kind}", f"/children/{child}")
    return answer(
        page,
        EndForm(),
        lambda v: end_circumstance(desk(), circumstance, v["until"], actor().id),
        done="Its end is recorded and every date reckoned again.",
        blank={"until": held.until},
    )
