"""A meeting's record: signing it off, returning it, and who decided on another chair than the procedure's."""

from collections.abc import Collection

from flask import Blueprint
from flask.typing import ResponseReturnValue
from marshmallow import Schema
from sqlalchemy import select
from sqlalchemy.orm import Session

from plumbing.web.fields import choice_field, long_text_field, offer
from plumbing.web.guard import guarded
from services.planning.adapters.histories import history_of, sign_offs_of
from services.planning.commands.decide_chair import decide_chair
from services.planning.commands.desk import find
from services.planning.commands.sign_off_record import return_record, sign_off_record
from services.planning.domain.meeting import CHANGED, RETURNED, SIGNED_OFF, Meeting
from services.planning.domain.permission import SENIOR_PRACTITIONER, SERVICE_MANAGER, TEAM_MANAGER
from services.planning.domain.staff import Staff
from services.planning.procedures.chairs import (
    ChairWarning,
    all_who_may_decide,
    chair_warning,
    who_may_chair,
)
from services.planning.procedures.circulation import who_signs
from services.planning.web.form_page import FormPage, answer
from services.planning.web.site import actor, desk, known_thing, may, meeting_thing

pages = Blueprint("sign_offs", __name__)
_DECIDE = (SENIOR_PRACTITIONER, TEAM_MANAGER, SERVICE_MANAGER)
_WORDS = {SIGNED_OFF: "Signed off", RETURNED: "Returned", CHANGED: "Changed: to be signed off again"}


class SignOffForm(Schema):
    remark = long_text_field("Remark", rows=3, optional=True)


class ReturnForm(Schema):
    remark = long_text_field("What is to be mended", rows=4)


class ChairForm(Schema):
    decided_by = choice_field("Who decided on this chair?", as_list=True)
    reason = long_text_field("Why", rows=3)


@pages.route("/meetings/<meeting>/sign-off", methods=["GET", "POST"])
@guarded("sign_off_record", meeting_thing)
def sign_off(meeting: str) -> ResponseReturnValue:
    with desk().database.read() as read:
        chaired = find(read, Meeting, meeting).chair == actor().id
    page = FormPage(
        "Sign off the record",
        f"/meetings/{meeting}",
        save="Sign off",
        intro="You chaired this meeting. You may sign off its record, and the record will say so."
        if chaired
        else "Read the record first. A change after this has to be signed off again.",
    )
    return answer(
        page,
        SignOffForm(),
        lambda v: sign_off_record(desk(), meeting, actor().id, actor().role, v.get("remark") or ""),
        done="The record is signed off.",
    )


@pages.route("/meetings/<meeting>/return", methods=["GET", "POST"])
@guarded("sign_off_record", meeting_thing)
def give_back(meeting: str) -> ResponseReturnValue:
    page = FormPage("Return the record", f"/meetings/{meeting}", save="Return it")
    return answer(
        page,
        ReturnForm(),
        lambda v: return_record(desk(), meeting, actor().id, actor().role, v["remark"]),
        done="The record is returned. What is to be mended stands on this page.",
    )


@pages.route("/meetings/<meeting>/chair", methods=["GET", "POST"])
@guarded("arrange_meeting", meeting_thing)
def chair(meeting: str) -> ResponseReturnValue:
    schema = ChairForm()
    with desk().database.read() as read:
        found = find(read, Meeting, meeting)
        offer(schema, "decided_by", deciders(read, found.kind))
        warning = warning_of(read, found)
    page = FormPage("Who chairs, and why", f"/meetings/{meeting}", intro=warning.text if warning else "")
    return answer(
        page,
        schema,
        lambda v: decide_chair(desk(), meeting, v["decided_by"], v["reason"]),
        done="It is noted who decided on this chair.",
        blank={"decided_by": found.chair_decided_by, "reason": found.chair_reason},
    )


def warning_of(read: Session, meeting: Meeting) -> ChairWarning | None:
    """What the procedure says against the chair, for the first of the children for whom it does."""
    for child in meeting.children:
        history = history_of(read, child)
        warning = chair_warning(desk().council, meeting.kind, meeting.chair_role, meeting.day, history)
        if warning:
            return warning
    return None


def may_chair(read: Session, meeting: Meeting, children: Collection[str]) -> list[str]:
    """What the procedure says of who chairs, once for children of whom it says the same."""
    council = desk().council
    found = [
        who_may_chair(council, meeting.kind, meeting.day, history_of(read, child))
        for child in meeting.children
        if child in children
    ]
    return [words for words in dict.fromkeys(found) if words]


def may_sign(read: Session, meeting: Meeting) -> bool:
    """Where the procedure asks for a signature, and this member of staff is one of those whom it names."""
    who = who_signs(desk().council, history_of(read, meeting.children[0]), meeting.id)
    return actor().role in who and may("sign_off_record", known_thing(read, "meeting", meeting.id))


def is_signed(read: Session, meeting: Meeting) -> bool:
    """And was not changed or returned since."""
    return [step.state for step in sign_offs_of(read, meeting.id)][-1:] == [SIGNED_OFF]


def deciders(read: Session, *kinds: str) -> dict[str, str]:
    """The staff who may decide on another chair for a meeting of one of these kinds."""
    council, today = desk().council, desk().today
    named = {role for kind in kinds for role in all_who_may_decide(council, kind, today) or _DECIDE}
    staff = read.scalars(select(Staff)).all()
    return {s.id: f"{s.name}, {s.role}" for s in staff if s.role in named}


def sign_off_history(read: Session, meeting: Meeting) -> list[dict[str, object]]:
    """Each step as the meeting's page shows it, the last first."""
    steps = []
    for step in reversed(sign_offs_of(read, meeting.id)):
        staff = read.get(Staff, step.author)
        who = f"{staff.name}, {step.role or staff.role}" if staff else ""
        chaired = step.state == SIGNED_OFF and step.author == meeting.chair
        if chaired:
            who += ", who chaired the meeting"
        steps.append({"words": _WORDS[step.state], "on": step.on, "who": who, "remark": step.remark})
    return steps
