"""A child's plan: written, agreed, ended."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from marshmallow import Schema, ValidationError, validates_schema

from plumbing.web.fields import choice_field, date_field, group_field, long_text_field, text_field, tick_field
from plumbing.web.guard import guarded
from services.planning.adapters.histories import plans_of
from services.planning.commands.desk import find
from services.planning.commands.write_plan import PlannedAction, PlanText, agree_plan, draft_plan, end_plan
from services.planning.domain.child import Child
from services.planning.domain.plan import ENDINGS, Plan
from services.planning.web.form_page import FormPage, answer
from services.planning.web.site import child_thing, desk, may, plan_thing

pages = Blueprint("plans", __name__)


class ActionForm(Schema):
    outcome = text_field("What should be better for the child", longest=500)
    who = text_field("Who does it", longest=120)
    what = text_field("What they do", longest=500)
    why = text_field("Why", longest=500)
    by_when = date_field("By when")


class PlanForm(Schema):
    objective = long_text_field("Overall objective", rows=3)
    actions = group_field(ActionForm, "Actions", adds="action")
    success = long_text_field("How we shall know that it works", rows=3, optional=True)
    child_views = long_text_field("What the child says", rows=3, optional=True)
    parent_views = long_text_field("What the parents say", rows=3, optional=True)


class AgreeForm(Schema):
    on = date_field("Date the family agreed the plan")
    interim = tick_field(
        "Only for the time being, as not everybody who is needed could meet yet", optional=True, default=False
    )
    interim_reason = long_text_field(
        "Why not everybody could meet", rows=3, optional=True, hint="Only for a plan for the time being"
    )

    @validates_schema
    def _says_why(self, values: Mapping[str, Any], **_: Any) -> None:
        if values.get("interim") and not values.get("interim_reason"):
            raise ValidationError("Say why not everybody could meet", "interim_reason")


class EndForm(Schema):
    on = date_field("Last day of the plan")
    ending = choice_field("How did it end?", {ending: ending.capitalize() for ending in ENDINGS})


@pages.get("/plans/<plan>")
@guarded("see_child", plan_thing)
def plan_page(plan: str) -> ResponseReturnValue:
    with desk().database.read() as read:
        found = find(read, Plan, plan)
        return render_template(
            "plan.html",
            plan=found,
            child=find(read, Child, found.child),
            may_end=may("end_plan", plan_thing(plan=plan)),
        )


@pages.route("/children/<child>/plan", methods=["GET", "POST"])
@guarded("write_plan", child_thing)
def write(child: str) -> ResponseReturnValue:
    with desk().database.read() as read:
        running = next((plan for plan in plans_of(read, child) if plan.state != "ended"), None)
    page = FormPage("Write the plan", f"/children/{child}", save="Save the plan")
    blank: dict[str, Any] = {}
    if running:
        blank = {name: getattr(running, name) for name in PlanForm().fields if name != "actions"}
        rows = [{n: getattr(a, n) for n in ActionForm().fields} for a in running.actions]
        blank["actions"] = rows

    def act(v: Mapping[str, Any]) -> str:
        text = PlanText(
            v["objective"],
            [PlannedAction(**row) for row in v["actions"]],
            v.get("child_views") or "",
            v.get("parent_views") or "",
            v.get("success") or "",
        )
        return draft_plan(desk(), child, text)

    return answer(page, PlanForm(), act, done="The plan is saved.", then="/plans/{id}", blank=blank)


@pages.route("/plans/<plan>/agree", methods=["GET", "POST"])
@guarded("agree_plan", plan_thing)
def agree(plan: str) -> ResponseReturnValue:
    page = FormPage("The family agreed the plan", f"/plans/{plan}")

    def act(v: Mapping[str, Any]) -> None:
        agree_plan(desk(), plan, v["on"], bool(v["interim"]), v.get("interim_reason") or "")

    return answer(page, AgreeForm(), act, done="The plan is agreed.")


@pages.route("/plans/<plan>/end", methods=["GET", "POST"])
@guarded("end_plan", plan_thing)
def end(plan: str) -> ResponseReturnValue:
    page = FormPage("End the plan", f"/plans/{plan}", save="End the plan")
    return answer(
        page, EndForm(), lambda v: end_plan(desk(), plan, v["on"], v["ending"]), done="The plan has ended."
    )
