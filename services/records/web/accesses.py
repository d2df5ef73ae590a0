"""Who saw or changed a child's record: a page of entries, newest first, or all of them for a file."""

from typing import Any

from flask import abort, request
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate
from sqlalchemy import Row
from werkzeug.exceptions import UnprocessableEntity

from plumbing.web.api import Blueprint, asks
from plumbing.web.asked import Looks
from services.records.adapters.gathered import Wanted, all_accesses, is_gathered, newest_accesses, who_looked


class WantedSchema(Schema):
    """What may stand in the query; empty: all."""

    class Meta:
        unknown = EXCLUDE

    page = fields.Integer(load_default=1, validate=validate.Range(1, 100_000))
    who = fields.String(load_default="", validate=validate.Length(max=100))
    since = fields.Date(load_default=None)
    until = fields.Date(load_default=None)


def accesses(looks: Looks) -> Blueprint:
    routes = Blueprint("accesses", description="Who saw or changed a child's record, in every service.")

    @routes.get("/children/<child>/accesses")
    @asks("see_accesses", thing="child", by="planning")
    def see(child: str) -> dict[str, Any]:
        wanted, page = _wanted(child)
        _known(looks, child)
        looks.note("child", child, [child])
        with looks.database.read() as session:
            rows, more = newest_accesses(session, wanted, page)
            everybody = who_looked(session, child)
        return {"accesses": [_shown(row) for row in rows], "more": more, "everybody": list(everybody)}

    @routes.get("/children/<child>/accesses/export")
    @asks("export_accesses", thing="child", by="planning")
    def export(child: str) -> dict[str, Any]:
        wanted, _ = _wanted(child)
        _known(looks, child)
        looks.note("child", child, [child])
        with looks.database.read() as session:
            rows = all_accesses(session, wanted)
        return {"accesses": [_shown(row) for row in rows]}

    return routes


def _known(looks: Looks, child: str) -> None:
    """Where nobody has looked yet there is nothing to show, and nothing says that there is such a child."""
    with looks.database.read() as session:
        if not is_gathered(session, child):
            abort(404, "nobody was heard to have looked")


def _wanted(child: str) -> tuple[Wanted, int]:
    try:
        asked = WantedSchema().load({name: value for name, value in request.args.items() if value})
    except ValidationError as error:
        raise UnprocessableEntity(f"not understood: {', '.join(sorted(error.messages_dict))}") from None
    return Wanted(child, asked["who"], asked["since"], asked["until"]), asked["page"]


def _shown(row: Row[Any]) -> dict[str, str]:
    told = ("id", "service", "who", "action", "how", "kind", "thing", "grant")
    shown = {name: row._mapping[name] for name in told}
    return shown | {"at": row._mapping["at"].isoformat(), "on": row._mapping["on"].isoformat()}
