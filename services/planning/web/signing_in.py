"""Local sign-in as one of a list, without a password: for demonstration and tests, not for real children."""

from urllib.parse import urlsplit

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import Schema
from sqlalchemy import select

from plumbing.web import sessions
from plumbing.web.fields import choice_field, offer
from plumbing.web.forms import blank_form, read_form
from plumbing.web.guard import guarded
from plumbing.web.sessions import SignedIn
from services.planning.adapters import tables
from services.planning.domain.staff import Staff
from services.planning.web.site import desk, no_thing

pages = Blueprint("signing_in", __name__)


class SignInForm(Schema):
    """Who is at the keyboard. No password: this way in is for demonstration and tests alone."""

    staff = choice_field("Who are you?", missing="Select who you are")


def _schema() -> Schema:
    """Nobody for whom a provider vouches: a setting that was lost must not let anybody be them."""
    schema = SignInForm()
    theirs = select(tables.staff_identity.c.staff)
    with desk().database.read() as read:
        known = read.scalars(select(Staff).where(tables.staff.c.id.not_in(theirs))).all()
    offer(schema, "staff", {one.id: f"{one.name}, {one.role}" for one in sorted(known, key=lambda s: s.name)})
    return schema


@pages.get("/sign-in")
@guarded("sign_in", no_thing)
def sign_in_page() -> ResponseReturnValue:
    return render_template("sign_in.html", form=blank_form(_schema()))


@pages.post("/sign-in")
@guarded("sign_in", no_thing)
def sign_in_post() -> ResponseReturnValue:
    form = read_form(_schema(), request.form)
    if form.errors:
        return render_template("sign_in.html", form=form), 400
    staff = form.values["staff"]
    sessions.sign_in(SignedIn(staff), staff=staff)
    return redirect(_back(request.args.get("next", "")), code=303)


@pages.post("/sign-out")
@guarded("sign_out", no_thing)
def sign_out() -> ResponseReturnValue:
    sessions.sign_out()
    return redirect("/sign-in", code=303)


def _back(address: str) -> str:
    """Only to a page of this site: never to wherever a link says."""
    parts = urlsplit(address)
    if not address:
        return "/"
    if parts.scheme or parts.netloc or not address.startswith("/") or address.startswith(("//", "/\\")):
        abort(400)
    return address
