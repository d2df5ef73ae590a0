"""Who looked: everybody who saw or changed a child's record, in every service, as a page and as a file."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import Schema
from sqlalchemy import select

from plumbing.neighbour import NeighbourDown, NeighbourRefused
from plumbing.web.csv_file import csv_file
from plumbing.web.fields import choice_field, date_field, offer
from plumbing.web.forms import Form, read_form
from plumbing.web.guard import guarded
from services.planning.commands.desk import find
from services.planning.domain.child import Child
from services.planning.domain.staff import Staff
from services.planning.web.looks import sentence
from services.planning.web.site import ask_what_is_heard, child_thing, desk, known_thing, may

pages = Blueprint("accesses", __name__)
_DOWN = "Who looked cannot be shown just now: records cannot be reached. No entry is lost."
_WAYS = {"read": "Saw", "write": "Changed"}
_NOBODY_YET = {"accesses": [], "more": False, "everybody": []}
_HEADINGS = ("When", "Who", "Role", "Saw or changed", "What was done", "Of what", "Where", "Leave", "Entry")


class FilterForm(Schema):
    who = choice_field("Who", as_list=True, optional=True)
    since = date_field("From", optional=True)
    until = date_field("To", optional=True)


@pages.get("/children/<child>/accesses")
@guarded("see_accesses", child_thing)
def who_looked(child: str) -> ResponseReturnValue:
    """The newest first; who is asked for comes in the query, as a link can hold it."""
    form, page = _form(), max(1, request.args.get("page", 1, int))
    found: dict[str, Any] = _NOBODY_YET
    down = ""
    try:
        if not form.errors:
            found = _of_records(child, "accesses", "see_accesses", form, page)
    except (NeighbourDown, NeighbourRefused):
        down = _DOWN
    with desk().database.read() as read:
        whose = find(read, Child, child)
        thing = known_thing(read, "child", child)
        staff = {one.id: one for one in read.scalars(select(Staff))}
    offer(form.schema, "who", {one: _name(one, staff) for one in found["everybody"]})
    asked = {name: value for name, value in request.args.items() if name != "page" and value}
    body = render_template(
        "who_looked.html",
        child=whose,
        form=form,
        rows=[_told(one, staff, desk().clock.zone) for one in found["accesses"]],
        page=page,
        more=found["more"],
        query=urlencode(asked),
        may_export=may("export_accesses", thing),
        down=down,
    )
    return body, 400 if form.errors else 200


@pages.get("/children/<child>/accesses.csv")
@guarded("export_accesses", child_thing)
def export(child: str) -> ResponseReturnValue:
    form = _form()
    if form.errors:
        return who_looked(child)
    found = _of_records(child, "accesses/export", "export_accesses", form)
    with desk().database.read() as read:
        staff = {one.id: one for one in read.scalars(select(Staff))}
    rows = (_told(one, staff, desk().clock.zone) for one in found["accesses"])
    return Response(
        csv_file(_HEADINGS, (row.values() for row in rows)),
        mimetype="text/csv",
        headers={"Content-Disposition": 'attachment; filename="who-looked.csv"'},
    )


def _form() -> Form:
    """Whom the query names is not known here before records has answered."""
    schema, who = FilterForm(), request.args.get("who", "")[:100]
    offer(schema, "who", {who: who} if who else {})
    return read_form(schema, request.args)


def _of_records(child: str, path: str, action: str, form: Form, page: int = 1) -> dict[str, Any]:
    wanted = {name: str(value) for name, value in form.values.items() if value}
    query = urlencode({**wanted, "page": page} if page > 1 else wanted)
    found: dict[str, Any] = ask_what_is_heard(
        "records", f"/children/{child}/{path}?{query}", action, child, _NOBODY_YET
    )
    return found


def _told(entry: Mapping[str, str], staff: Mapping[str, Staff], zone: ZoneInfo) -> dict[str, str]:
    """One row of the page, and of the file."""
    who = staff.get(entry["who"])
    at = datetime.fromisoformat(entry["at"]).astimezone(zone)
    return {
        "when": f"{at:%Y-%m-%d %H:%M:%S}",
        "who": _name(entry["who"], staff),
        "role": who.role if who else "",
        "way": _WAYS.get(entry["how"], entry["how"]),
        "what": sentence(entry["action"].replace("_", " ")),
        "thing": " ".join(filter(None, (entry["kind"], entry["thing"]))),
        "where": entry["service"],
        "leave": entry["grant"],
        "entry": entry["id"],
    }


def _name(who: str, staff: Mapping[str, Staff]) -> str:
    if who in staff:
        return staff[who].name
    return f"The product itself ({who})" if who.isalpha() else "Somebody no longer on record"
