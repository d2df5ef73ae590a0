"""The children with what is due and overdue, and one child's page with every date explained."""

from collections.abc import Collection, Mapping
from typing import Any

from flask import Blueprint, abort, jsonify, render_template
from flask.typing import ResponseReturnValue
from marshmallow import Schema
from sqlalchemy import select
from sqlalchemy.orm import Session

from plumbing.web.fields import choice_field, date_field, offer, text_field
from plumbing.web.guard import guarded
from services.planning.adapters import tables
from services.planning.adapters.around_children import circulations_of
from services.planning.adapters.duties import announced, duties_of
from services.planning.adapters.facts_of_a_child import teams_of
from services.planning.commands.allocate_child import allocate_child
from services.planning.commands.correct_child import correct_child
from services.planning.commands.desk import find
from services.planning.commands.record_assessment import record_assessment
from services.planning.commands.record_birth import record_birth
from services.planning.commands.register_child import register_child
from services.planning.domain.child import OUTCOMES, STEPS, Child
from services.planning.domain.permission import SENIOR_PRACTITIONER, SOCIAL_WORKER
from services.planning.domain.staff import Staff
from services.planning.web import looks, opening_pages
from services.planning.web.child_links import links_for
from services.planning.web.form_page import FormPage, answer
from services.planning.web.long_lists import asked_part
from services.planning.web.noting import note_each
from services.planning.web.site import (
    actor,
    child_thing,
    desk,
    in_sight,
    known_thing,
    may,
    meetings_out_of_sight,
    no_thing,
)
from services.planning.web.standing import standing

pages = Blueprint("children", __name__)


class ChildForm(Schema):
    name = text_field("Full name", longest=120)
    council_reference = text_field("Reference in the council's case system", longest=40, width=10)
    born_on = date_field("Date of birth", hint="For example, 27 3 2012", optional=True)
    expected_on = date_field("Date expected, for an unborn child", optional=True)


class DetailsForm(Schema):
    name = text_field("Full name", longest=120)
    council_reference = text_field("Reference in the council's case system", longest=40, width=10)
    born_on = date_field("Date of birth", hint="Leave it empty for an unborn child", optional=True)


class BirthForm(Schema):
    name = text_field("Name of the child", longest=120)
    on = date_field("Date of birth", hint="For example, 27 3 2027")


class AssessmentForm(Schema):
    step = choice_field("What happened?", {step: f"It was {step}" for step in STEPS})
    on = date_field("Date it happened", hint="For example, 27 11 2026")
    outcome = choice_field(
        "What did it find? Only where it was authorised",
        {outcome: outcome.capitalize() for outcome in OUTCOMES},
        optional=True,
    )


class AllocationForm(Schema):
    worker = choice_field("Allocated social worker", as_list=True)
    team = choice_field("Team", as_list=True, optional=True, hint="Leave it empty where it stays the same")
    other_team = text_field("Another team, if it is not in the list", longest=80, optional=True)
    on = date_field("Since which day", optional=True, hint="Leave it empty for today")


@pages.get("/")
@guarded("see_children", no_thing)
def children() -> ResponseReturnValue:
    """Every child's dates are looked at for the order; an entry is left for each that is shown."""
    with desk().database.read() as read:
        seen = in_sight(read)
        known = read.scalars(select(Child).order_by(tables.child.c.name)).all()
        rows = [
            looks.child_row(child, duties_of(read, child.id), desk().today)
            for child in known
            if child.id in seen
        ]
        staff = {one.id: one for one in read.scalars(select(Staff))}
    part = asked_part(looks.most_pressing_first(rows))
    note_each([row.child.id for row in part.rows])
    return render_template(
        "children.html",
        part=part,
        staff=staff,
        today=desk().today,
        may_register=may("register_child", no_thing()),
        may_find=may("find_child", no_thing()),
    )


@pages.get("/children/<child>")
@guarded("see_child", child_thing)
def child_page(child: str) -> ResponseReturnValue:
    with desk().database.read() as read:
        thing = known_thing(read, "child", child)
        view = looks.child_view(desk(), read, child) | standing(desk(), read, child)
        hidden = meetings_out_of_sight(read, [child])
        view["meetings"] = [one for one in view["meetings"] if one.id not in hidden]
        view["may_override"] = may("approve_override", thing)
        view["may_add"], view["may_hide"] = may("register_person", thing), may("change_contact", thing)
        view["may_birth"] = may("record_birth", thing)
        view["open_until"] = opening_pages.open_until(read)
        view["restricted"] = thing.children[0].named is not None
        return render_template("child.html", today=desk().today, groups=links_for(thing), **view)


@pages.get("/children/<child>/duties.json")
@guarded("see_child", child_thing)
def duties_json(child: str) -> ResponseReturnValue:
    """The same duties as on the page, for the council's own reports."""
    with desk().database.read() as read:
        return jsonify(_reported(read, [child])[child])


@pages.get("/duties.json")
@guarded("see_children", no_thing)
def every_duty_json() -> ResponseReturnValue:
    """By child, of every child in the reader's list: one question, and all the same an entry for each."""
    with desk().database.read() as read:
        seen = in_sight(read)
    note_each(seen)
    with desk().database.read() as read:
        return jsonify(_reported(read, seen))


def _reported(read: Session, children: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """A duty stays where the meeting that it runs from is hidden; which one that is, is left out."""
    found: dict[str, list[dict[str, Any]]] = {child: [] for child in children}
    hidden = meetings_out_of_sight(read, children)
    hidden |= circulations_of(read, hidden)
    for duty, said in announced(read, children):
        anchor = "" if duty.anchor.partition("/")[0] in hidden else duty.anchor
        met_by = list(desk().council.met_by(duty.name))
        found[duty.child].append(looks.duty_as_json(duty) | said | {"anchor": anchor, "met_by": met_by})
    return found


@pages.route("/children/new", methods=["GET", "POST"])
@guarded("register_child", no_thing)
def new_child() -> ResponseReturnValue:
    page = FormPage("Register a child", "/", save="Register")

    def act(values: Mapping[str, Any]) -> str:
        return register_child(
            desk(),
            name=values["name"],
            council_reference=values["council_reference"],
            born_on=values.get("born_on"),
            expected_on=values.get("expected_on"),
        )

    return answer(page, ChildForm(), act, done="The child is registered.", then="/children/{id}")


@pages.route("/children/<child>/details", methods=["GET", "POST"])
@guarded("correct_child", child_thing)
def details(child: str) -> ResponseReturnValue:
    """Also where a child who was taken over from a census gets a name."""
    with desk().database.read() as read:
        known = find(read, Child, child)
    page = FormPage("Correct who the child is", f"/children/{child}")
    return answer(
        page,
        DetailsForm(),
        lambda v: correct_child(desk(), child, v["name"], v["council_reference"], v.get("born_on")),
        done="It is corrected.",
        blank={"name": known.name, "council_reference": known.council_reference, "born_on": known.born_on},
    )


@pages.route("/children/<child>/allocate", methods=["GET", "POST"])
@guarded("allocate_child", child_thing)
def allocate(child: str) -> ResponseReturnValue:
    schema = AllocationForm()
    with desk().database.read() as read:
        workers = [s for s in read.scalars(select(Staff)) if s.role in (SOCIAL_WORKER, SENIOR_PRACTITIONER)]
        teams = teams_of(read) | desk().council.teams().keys()
    offer(schema, "worker", {worker.id: f"{worker.name}, {worker.role}" for worker in workers})
    offer(schema, "team", {team: team for team in sorted(teams)})
    page = FormPage("Allocate a social worker", f"/children/{child}")

    def act(v: Mapping[str, Any]) -> None:
        team = v.get("other_team") or v.get("team") or ""
        allocate_child(desk(), child, v["worker"], team, by=actor().id, on=v.get("on"))

    return answer(page, schema, act, done="The child is allocated and every date reckoned again.")


@pages.route("/children/<child>/birth", methods=["GET", "POST"])
@guarded("record_birth", child_thing)
def birth(child: str) -> ResponseReturnValue:
    with desk().database.read() as read:
        name = find(read, Child, child).name
    page = FormPage("Record the birth", f"/children/{child}")
    return answer(
        page,
        BirthForm(),
        lambda v: record_birth(desk(), child, v["on"], v["name"]),
        done="The birth is recorded.",
        blank={"name": name},
    )


@pages.route("/children/<child>/assessment", methods=["GET", "POST"])
@guarded("record_assessment", child_thing)
def assessment(child: str) -> ResponseReturnValue:
    page = FormPage("Record a step of the assessment", f"/children/{child}")

    def act(values: Mapping[str, Any]) -> str:
        if values["step"] == "authorised" and not may("authorise_assessment", child_thing(child=child)):
            abort(403)
        outcome = values.get("outcome") or ""
        return record_assessment(desk(), child, values["step"], values["on"], actor().id, outcome)

    return answer(page, AssessmentForm(), act, done="The step is recorded and every date reckoned again.")
