"""Another interval for one child than a clause's own: approved, and ended."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from plumbing.web.fields import choice_field, date_field, long_text_field, number_field, offer, text_field
from plumbing.web.guard import guarded
from services.planning.adapters.duties import duties_of
from services.planning.commands.approve_override import Approval, approve_override, end_override
from services.planning.commands.desk import find
from services.planning.domain.child import Override
from services.planning.domain.duty import Duty
from services.planning.domain.span import UNITS
from services.planning.procedures.overrides import may_be_overridden
from services.planning.web import looks
from services.planning.web.form_page import FormPage, answer, sorry
from services.planning.web.interval_words import what_came_of
from services.planning.web.site import actor, child_thing, desk

pages = Blueprint("overrides", __name__)
_TITLE = "Set another interval for this child"


class OverrideForm(Schema):
    rule = choice_field("For which duty?", as_list=True, missing="Select the duty")
    number = number_field("How many", least=1, most=999, width=3, hint="Like 8, for 8 weeks")
    unit = choice_field("Of what?", {unit: unit.capitalize() for unit in UNITS}, missing="Select the unit")
    approved_by = text_field("Who approved it", longest=120, hint="A manager's name, or the court")
    role = choice_field("As what?", as_list=True)
    since = date_field("Since", hint="For example, 27 11 2026")
    until = date_field("Until", optional=True, hint="Leave it empty where it holds until somebody ends it")
    reason = long_text_field("Why", rows=3)
    reference = text_field(
        "Reference of the document that says so", longest=120, optional=True, hint="A court's order has one"
    )


class EndForm(Schema):
    until = date_field("Last day on which it holds", hint="For example, 27 11 2026")


@pages.route("/children/<child>/overrides/new", methods=["GET", "POST"])
@guarded("approve_override", child_thing)
def approve(child: str) -> ResponseReturnValue:
    schema, council = OverrideForm(), desk().council
    rules = may_be_overridden(council, desk().today)
    if not rules:
        return sorry(_TITLE, f"/children/{child}", "The procedure lets nobody approve another interval.")
    offer(schema, "rule", {name: looks.sentence(council.title(name)) for name in rules})
    asked = dict.fromkeys(role for rule in rules.values() for one in rule for role in one.by)
    offer(schema, "role", {role: looks.sentence(role) for role in asked})
    page = FormPage(
        _TITLE,
        f"/children/{child}",
        intro="The procedure says who may approve another interval, and how far it may go.",
    )

    def act(v: Mapping[str, Any]) -> str:
        approval = Approval(
            v["approved_by"],
            v["role"],
            v["since"],
            v.get("until"),
            v["reason"],
            v.get("reference") or "",
        )
        span = f"{v['number']} {v['unit']}"
        before = _duties(child)
        override = approve_override(desk(), child, v["rule"], span, approval, actor().id)
        told.append(what_came_of(desk().council, v["rule"], before, _duties(child), desk().today))
        return override

    told: list[str] = []
    usual = "The interval is kept and every date reckoned again."
    return answer(page, schema, act, done=lambda: f"The interval is kept. {told[0]}" if told[0] else usual)


@pages.route("/children/<child>/overrides/<override>/end", methods=["GET", "POST"])
@guarded("approve_override", child_thing)
def end(child: str, override: str) -> ResponseReturnValue:
    with desk().database.read() as read:
        found = find(read, Override, override)
    if found.child != child:
        abort(404)
    page = FormPage(
        f"End the interval of {found.span}",
        f"/children/{child}",
        intro=f"It holds for: {looks.sentence(desk().council.title(found.rule))}.",
    )

    def act(v: Mapping[str, Any]) -> None:
        before = _duties(child)
        end_override(desk(), override, v["until"], actor().id)
        told.append(what_came_of(desk().council, found.rule, before, _duties(child), desk().today))

    told = ["Its end is recorded and every date reckoned again."]
    return answer(page, EndForm(), act, done=lambda: " ".join(told), blank={"until": found.until})


def _duties(child: str) -> list[Duty]:
    with desk().database.read() as read:
        return duties_of(read, child)
