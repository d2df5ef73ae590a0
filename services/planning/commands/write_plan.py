"""Drafts a child's plan, agrees it with the family, and ends it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cin.v1 import plan_pb2
from sqlalchemy.orm import Session

from services.planning.adapters.histories import plans_of
from services.planning.commands.desk import Desk, find, find_to_change, new_id
from services.planning.commands.reckon_duties import reckon_duties
from services.planning.domain.child import Child
from services.planning.domain.plan import Action, CannotAgreePlan, CannotEndPlan, Plan


@dataclass(frozen=True)
class PlannedAction:
    """Who does what, why, by when (NC2)."""

    outcome: str
    who: str
    what: str
    why: str
    by_when: date


@dataclass(frozen=True)
class PlanText:
    """What a plan says (NC17)."""

    objective: str
    actions: Sequence[PlannedAction]
    child_views: str = ""
    parent_views: str = ""
    success: str = ""


def draft_plan(desk: Desk, child: str, text: PlanText) -> str:
    """The id of the child's running plan, changed, or of a new draft."""
    with desk.act("draft_plan", child) as session:
        find_to_change(session, Child, child)
        plan = next((plan for plan in plans_of(session, child) if plan.state != "ended"), None)
        if plan is None:
            plan = Plan(new_id(), child, text.objective, drafted_on=desk.today, version=0)
            session.add(plan)
        plan.objective, plan.success = text.objective, text.success
        plan.child_views, plan.parent_views = text.child_views, text.parent_views
        plan.version += 1
        plan.actions.clear()
        session.flush()
        plan.actions.extend(
            Action(plan.id, number, each.outcome, each.who, each.what, each.why, each.by_when)
            for number, each in enumerate(text.actions, 1)
        )
        desk.announce(
            session,
            plan_pb2.PlanDrafted(plan=plan.id, version=plan.version, child=child, on=desk.today.isoformat()),
        )
        reckon_duties(desk, session, child)
        return plan.id


def agree_plan(desk: Desk, plan: str, on: date, interim: bool = False, interim_reason: str = "") -> None:
    """The day it was first agreed, as an interim plan or in full, is kept: its start (census N00689)."""
    if on > desk.today:
        raise CannotAgreePlan("That day lies in the future: record what has happened.")
    with desk.act("agree_plan") as session:
        found = _plan_to_change(session, plan)
        desk.about(session, found.child)
        found.agree(on, interim, interim_reason)
        session.flush()
        desk.announce(
            session,
            plan_pb2.PlanAgreed(
                plan=plan,
                version=found.version,
                child=found.child,
                agreed=on.isoformat(),
                on=desk.today.isoformat(),
            ),
        )
        reckon_duties(desk, session, found.child)


def end_plan(desk: Desk, plan: str, on: date, ending: str) -> None:
    """Running clocks stop; the record of what was already held is still owed."""
    if on > desk.today:
        raise CannotEndPlan("That day lies in the future: record what has happened.")
    with desk.act("end_plan") as session:
        found = _plan_to_change(session, plan)
        desk.about(session, found.child)
        found.end(on, ending)
        session.flush()
        desk.announce(
            session,
            plan_pb2.PlanEnded(
                plan=plan,
                version=found.version,
                child=found.child,
                outcome=ending,
                ended=on.isoformat(),
                on=desk.today.isoformat(),
            ),
        )
        reckon_duties(desk, session, found.child)


def _plan_to_change(session: Session, plan: str) -> Plan:
    """The child first: drafting begins there, and the duties hang on it."""
    find_to_change(session, Child, find(session, Plan, plan).child)
    return find_to_change(session, Plan, plan)
