"""A manager says which staff alone may see a child, and which staff are family of it and never may."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue
from marshmallow import Schema
from sqlalchemy import select
from sqlalchemy.orm import Session

from plumbing.web.fields import choice_field, choices_field, offer
from plumbing.web.guard import guarded
from services.planning.adapters import tables
from services.planning.adapters.openings import conflicts_of, restriction_of
from services.planning.commands.desk import find
from services.planning.commands.guard_child import (
    end_conflict,
    lift_restriction,
    record_conflict,
    restrict_child,
)
from services.planning.domain.acts import ADMINISTRATOR, POLICY_LEAD
from services.planning.domain.child import Child
from services.planning.domain.staff import Staff
from services.planning.web import looks
from services.planning.web.form_page import FormPage, answer
from services.planning.web.site import actor, child_thing, desk

pages = Blueprint("guarding", __name__)
_THE_CHILD = "the child"


class RestrictForm(Schema):
    named = choices_field("Who alone may see this child", missing="Select who may see this child")


class ConflictForm(Schema):
    staff = choice_field("Which member of staff?", as_list=True)
    of = choice_field("Of whom are they family?", missing="Select of whom")


@pages.route("/children/<child>/restrict", methods=["GET", "POST"])
@guarded("restrict_child", child_thing)
def restrict(child: str) -> ResponseReturnValue:
    schema = RestrictForm()
    with desk().database.read() as read:
        now, whose = restriction_of(read, child), find(read, Child, child)
        offer(schema, "named", _staff(read))
    page = FormPage(
        "Say which staff alone may see this child",
        f"/children/{child}",
        save="Restrict to them",
        intro="For everybody else the child is not there: in no list, count or search, and not to be opened "
        "for a reason. Name at least one manager.",
        template="restrict.html",
        more={"restricted": now is not None, "lift": f"/children/{child}/restriction/lift"},
    )
    named = now.named if now else [one for one in (whose.worker, actor().id) if one]

    def act(v: Mapping[str, Any]) -> str:
        restrict_child(desk(), child, v["named"], actor().id)
        return f"/children/{child}" if actor().id in v["named"] else "/"

    return answer(
        page,
        schema,
        act,
        done="Only the staff who are named see this child now.",
        then="{id}",
        blank={"named": named},
    )


@pages.post("/children/<child>/restriction/lift")
@guarded("restrict_child", child_thing)
def lift(child: str) -> ResponseReturnValue:
    lift_restriction(desk(), child, actor().id)
    flash("The restriction is lifted: the child is open to the staff by role and team again.")
    return redirect(f"/children/{child}", code=303)


@pages.route("/children/<child>/conflicts", methods=["GET", "POST"])
@guarded("record_conflict", child_thing)
def conflicts(child: str) -> ResponseReturnValue:
    schema = ConflictForm()
    with desk().database.read() as read:
        names = looks.names(read)
        family = [one for one in looks.people_around(read, [child]) if one.kind == "family"]
        offer(schema, "staff", _staff(read))
        offer(schema, "of", {_THE_CHILD: "The child"} | {one.id: looks.described(one) for one in family})
        rows = [
            (one, names.get(one.staff, ""), names.get(one.person or "", _THE_CHILD))
            for one in conflicts_of(read, child)
        ]
    page = FormPage(
        "Record that a member of staff is family",
        f"/children/{child}",
        intro="They may never see this child or do anything with it, whatever their role, and do not learn "
        "that it is here. As family of a person they are kept from all children of that person.",
        template="conflicts.html",
        more={"rows": rows, "here": f"/children/{child}/conflicts"},
    )

    def act(v: Mapping[str, Any]) -> str:
        person = "" if v["of"] == _THE_CHILD else v["of"]
        return record_conflict(desk(), child, v["staff"], person, actor().id)

    done = "It is recorded, and holds from now on."
    return answer(page, schema, act, done=done, then=f"/children/{child}/conflicts")


@pages.post("/children/<child>/conflicts/<conflict>/end")
@guarded("record_conflict", child_thing)
def end(child: str, conflict: str) -> ResponseReturnValue:
    end_conflict(desk(), child, conflict, actor().id)
    flash("It no longer holds. That it did stays on record.")
    return redirect(f"/children/{child}/conflicts", code=303)


def _staff(read: Session) -> dict[str, str]:
    """Those whose role has to do with children, by name."""
    query = select(Staff).where(tables.staff.c.role.not_in((ADMINISTRATOR, POLICY_LEAD)))
    return {one.id: f"{one.name}, {one.role}" for one in read.scalars(query.order_by(tables.staff.c.name))}
