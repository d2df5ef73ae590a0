"""Recording what happened to a child: visits, events, circumstances and their end, a transfer in."""

from collections.abc import Mapping
from typing import Any, TypeVar

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from plumbing.web.fields import choice_field, date_field, long_text_field, offer, text_field, yes_no_field
from plumbing.web.guard import guarded
from services.planning.adapters.facts_of_a_child import events_of, transfer_of, visits_of
from services.planning.commands.correct_entry import came_with_a_list, correct_event, correct_visit
from services.planning.commands.desk import find
from services.planning.commands.record_event import (
    end_circumstance,
    record_circumstance,
    record_event,
)
from services.planning.commands.record_visit import record_visit
from services.planning.commands.transfer_in import Arrival, transfer_in
from services.planning.domain.child import Child, RecordedCircumstance, RecordedEvent, Visit
from services.planning.web import looks
from services.planning.web.form_page import FormPage, answer, sorry
from services.planning.web.site import actor, child_thing, desk, known_thing, may

pages = Blueprint("history", __name__)
Entry = TypeVar("Entry", Visit, RecordedEvent, RecordedCircumstance)
_DONE = "It is recorded and every date reckoned again."
_CORRECTED = "It is corrected and every date reckoned again. Nobody was invited or written to."


class CorrectedVisitForm(Schema):
    on = date_field("Date of the visit", hint="For example, 27 11 2026")
    seen = yes_no_field("Was the child seen?", missing="Select yes if the child was seen")


class VisitForm(CorrectedVisitForm):
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


class DayForm(Schema):
    on = date_field("Date it happened", hint="For example, 27 11 2026")


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
    held = _of(child, RecordedCircumstance, circumstance)
    page = FormPage(f"End: {held.kind}", f"/children/{child}")
    return answer(
        page,
        EndForm(),
        lambda v: end_circumstance(desk(), circumstance, v["until"], actor().id),
        done="Its end is recorded and every date reckoned again.",
        blank={"until": held.until},
    )


@pages.get("/children/<child>/recorded")
@guarded("see_child", child_thing)
def recorded(child: str) -> ResponseReturnValue:
    """The latest first; what may be corrected here, by who may record it, has a link."""
    with desk().database.read() as read:
        thing = known_thing(read, "child", child)
        paths = {Visit: "visits", RecordedEvent: "events"}
        mine = {Visit: may("record_visit", thing), RecordedEvent: may("record_event", thing)}
        found: list[Visit | RecordedEvent] = [*visits_of(read, child), *events_of(read, child)]
        entries = [
            {
                "on": one.on,
                "words": looks.sentence(one.kind),
                "note": one.note if isinstance(one, Visit) else one.reason,
                "path": f"/children/{child}/{paths[type(one)]}/{one.id}/correct"
                if mine[type(one)] and not came_with_a_list(one)
                else "",
            }
            for one in sorted(found, key=lambda one: one.on, reverse=True)
        ]
        return render_template("recorded.html", child=find(read, Child, child), entries=entries)


@pages.route("/children/<child>/visits/<visit>/correct", methods=["GET", "POST"])
@guarded("record_visit", child_thing)
def correct_a_visit(child: str, visit: str) -> ResponseReturnValue:
    known = _of(child, Visit, visit)
    page = FormPage("Correct a visit", f"/children/{child}/recorded")
    return answer(
        page,
        CorrectedVisitForm(),
        lambda v: correct_visit(desk(), visit, v["on"], v["seen"]),
        done=_CORRECTED,
        blank={"on": known.on, "seen": known.seen},
    )


@pages.route("/children/<child>/events/<event>/correct", methods=["GET", "POST"])
@guarded("record_event", child_thing)
def correct_an_event(child: str, event: str) -> ResponseReturnValue:
    known = _of(child, RecordedEvent, event)
    page = FormPage(f"Correct the day: {known.kind}", f"/children/{child}/recorded")
    return answer(
        page,
        DayForm(),
        lambda v: correct_event(desk(), event, v["on"]),
        done=_CORRECTED,
        blank={"on": known.on},
    )


def _of(child: str, kind: type[Entry], identity: str) -> Entry:
    """The child's own, or the page is not found."""
    with desk().database.read() as read:
        known = find(read, kind, identity)
    if known.child != child:
        abort(404)
    return known
