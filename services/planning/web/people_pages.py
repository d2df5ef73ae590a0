"""The people around a child: who they are, how they may safely be reached, what must stay hidden."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from marshmallow import Schema
from sqlalchemy import select

from plumbing.web.fields import (
    choice_field,
    choices_field,
    email_field,
    long_text_field,
    offer,
    text_field,
    yes_no_field,
)
from plumbing.web.guard import guarded
from services.planning.adapters import tables
from services.planning.commands.change_contact import change_contact, protect_value
from services.planning.commands.desk import find
from services.planning.commands.register_person import link_person, register_person
from services.planning.domain.child import Child
from services.planning.domain.person import Contact, Link, Person, ProtectedValue
from services.planning.web import looks
from services.planning.web.form_page import FormPage, answer
from services.planning.web.noting import note_beside, siblings_shown
from services.planning.web.site import actor, child_thing, desk, in_sight

pages = Blueprint("people", __name__)
_KINDS = {"family": "Family", "professional": "Professional", "service": "Interpreter, note-taker or lawyer"}
_PLACES = {
    "address": "Address",
    "phone": "Phone number",
    "mail": "Email",
    "school": "School",
    "place": "Place",
}


class PersonForm(Schema):
    name = text_field("Full name", longest=120)
    kind = choice_field("Kind of person", _KINDS)
    relationship = text_field("What they are to the child", longest=80, hint="Like mother, or health visitor")
    parental_responsibility = yes_no_field("Has parental responsibility", default=False)
    agency = text_field("Agency", longest=120, optional=True)
    job = text_field("Job title", longest=120, optional=True)
    language = text_field("Language they read, if not English", longest=60, optional=True)
    safe_note = long_text_field("How to contact them safely", rows=3, optional=True)


class LinkForm(Schema):
    person = choice_field("Person", as_list=True)
    relationship = text_field("What they are to this child", longest=80)
    parental_responsibility = yes_no_field("Has parental responsibility", default=False)


class ContactForm(Schema):
    mail = email_field("Email", optional=True)
    mail_safe = yes_no_field("Is this email safe to write to?", default=True)
    phone = text_field("Phone", longest=40, optional=True)
    address = long_text_field("Address", rows=4, optional=True, hint="One line for each line of the address")
    post_safe = yes_no_field("Is it safe to post to this address?", default=True)


class ProtectedForm(Schema):
    kind = choice_field("What is it?", _PLACES)
    value = text_field("As it is written")
    known_to = choices_field("Who may read it all the same", optional=True, default=[])


@pages.route("/children/<child>/people/new", methods=["GET", "POST"])
@guarded("register_person", child_thing)
def new_person(child: str) -> ResponseReturnValue:
    page = FormPage("Add a person", f"/children/{child}")

    def act(v: Mapping[str, Any]) -> str:
        person = register_person(
            desk(),
            name=v["name"],
            kind=v["kind"],
            agency=v.get("agency") or "",
            job=v.get("job") or "",
            language=v.get("language") or "",
            safe_note=v.get("safe_note") or "",
        )
        link_person(desk(), person, child, v["relationship"], v["parental_responsibility"])
        return person

    then = f"/children/{child}/people/{{id}}/contact"
    return answer(page, PersonForm(), act, done="The person is added. Now say how to reach them.", then=then)


@pages.route("/children/<child>/people/link", methods=["GET", "POST"])
@guarded("register_person", child_thing)
def link(child: str) -> ResponseReturnValue:
    """Somebody already on record, from the families of the same worker's children: not a search of all.

    Of a child that is allocated to nobody it is the people around its siblings alone.
    """
    schema = LinkForm()
    with desk().database.read() as read:
        worker = find(read, Child, child).worker
        near = {one.id for one in looks.siblings(read, child)}
        if worker:
            near |= set(read.scalars(select(tables.child.c.id).where(tables.child.c.worker == worker)))
        shown = in_sight(read, near)
    note_beside(shown)
    with desk().database.read() as read:
        people = looks.people_around(read, shown)
    offer(schema, "person", {person.id: looks.described(person) for person in people})
    page = FormPage(
        "Add somebody already on record",
        f"/children/{child}",
        intro="" if worker else "Allocate the child first, to choose from the worker's other families too.",
    )
    return answer(
        page,
        schema,
        lambda v: link_person(desk(), v["person"], child, v["relationship"], v["parental_responsibility"]),
        done="They are linked to this child.",
    )


@pages.get("/children/<child>/people/<person>")
@guarded("see_child", child_thing)
def person_page(child: str, person: str) -> ResponseReturnValue:
    with desk().database.read() as read:
        found = _around(read, child, person)
        contacts = select(Contact).where(tables.contact.c.person == person)
        hidden = select(ProtectedValue).where(tables.protected_value.c.owner == person)
        return render_template(
            "person.html",
            child=find(read, Child, child),
            person=found,
            link=read.get(Link, (child, person)),
            contacts=read.scalars(contacts.order_by(tables.contact.c.version.desc())).all(),
            hidden=read.scalars(hidden).all(),
        )


@pages.route("/children/<child>/people/<person>/contact", methods=["GET", "POST"])
@guarded("change_contact", child_thing)
def contact(child: str, person: str) -> ResponseReturnValue:
    with desk().database.read() as read:
        found = _around(read, child, person)
        now = read.get(Contact, (person, found.contact_version))
    page = FormPage(
        f"How to reach {found.name}",
        f"/children/{child}/people/{person}",
        intro="Invitations already sent to an old address are cancelled there and sent to the new one. "
        "Nothing goes to the old address after that.",
    )
    blank = {name: getattr(now, name) for name in ContactForm().fields} if now else None

    def act(v: Mapping[str, Any]) -> int:
        return change_contact(
            desk(),
            person,
            mail=v.get("mail") or "",
            phone=v.get("phone") or "",
            address=v.get("address") or "",
            mail_safe=v["mail_safe"],
            post_safe=v["post_safe"],
            by=actor().id,
        )

    return answer(page, ContactForm(), act, done="The new contact details hold from now on.", blank=blank)


@pages.route("/children/<child>/hidden", methods=["GET", "POST"])
@guarded("change_contact", child_thing)
def hide_of_child(child: str) -> ResponseReturnValue:
    """Something about the child itself: its school, a place where it is safe."""
    return _hide(child, child, f"/children/{child}")


@pages.route("/children/<child>/people/<person>/hidden", methods=["GET", "POST"])
@guarded("change_contact", child_thing)
def hide_of_person(child: str, person: str) -> ResponseReturnValue:
    with desk().database.read() as read:
        _around(read, child, person)
    return _hide(child, person, f"/children/{child}/people/{person}")


def _hide(child: str, owner: str, back: str) -> ResponseReturnValue:
    schema = ProtectedForm()
    shown = siblings_shown(child)
    with desk().database.read() as read:
        people = looks.people_around(read, shown)
    offer(schema, "known_to", {one.id: looks.described(one) for one in people})
    page = FormPage(
        "Keep something hidden",
        back,
        intro="Every copy is searched for it before it leaves, in the spellings people use. A copy that "
        "holds it stays here, unless it is for somebody ticked below.",
    )
    return answer(
        page,
        schema,
        lambda v: protect_value(desk(), owner, v["kind"], v["value"], v["known_to"] or []),
        done="It is hidden from everybody not named.",
    )


def _around(read: Any, child: str, person: str) -> Person:
    """The person of the page, who must be linked to this child: ids of other families lead nowhere."""
    if read.get(Link, (child, person)) is None:
        abort(404)
    return find(read, Person, person)
