"""What records answers: documents for the carrier and for people, chronologies, and covers for the post."""

from typing import Any

from cin.v1.claims_pb2 import Document
from flask import Flask, Response, abort
from marshmallow import Schema, fields, validate

from plumbing.clocks import MachineClock
from plumbing.tokens import Tokens
from plumbing.web.api import Blueprint, add_routes, api_app, asks, protobuf
from plumbing.web.asked import Looks
from services.records.adapters.register import (
    children_of_circulation,
    children_of_document,
    copies_of,
    document_row,
    has_lines,
)
from services.records.adapters.typesetting import CannotBeSet, Typesetter
from services.records.commands.read_chronology import read_chronology
from services.records.web.accesses import accesses


class CoverSchema(Schema):
    """Who the posted copy goes to. Nothing of it is kept."""

    name = fields.String(required=True, validate=validate.Length(1, 200))
    address = fields.List(
        fields.String(validate=validate.Length(max=200)), required=True, validate=validate.Length(1, 1000)
    )
    council = fields.String(required=True, validate=validate.Length(1, 200))
    return_words = fields.String(load_default="", validate=validate.Length(max=1000))


def records_api(tokens: Tokens, machine: MachineClock, looks: Looks, typesetter: Typesetter) -> Flask:
    app = api_app("records", tokens, machine, title="Records")
    for routes in (_documents(looks), _register(looks), _covers(looks, typesetter), accesses(looks)):
        add_routes(app, routes)
    return app


def _documents(looks: Looks) -> Blueprint:
    routes = Blueprint("documents")

    @routes.get("/claims/documents/<document>")
    @asks("claim_document", thing="document", by="notifications")
    def claim(document: str) -> Response:
        row = _row(looks, document)
        return protobuf(Document(document=row.hash, pdf=row.pdf, title=row.title, text=row.text))

    @routes.get("/documents/<document>")
    @asks("see_document", thing="document", by="planning")
    def see(document: str) -> Response:
        return _pdf(_row(looks, document).pdf)

    return routes


def _register(looks: Looks) -> Blueprint:
    routes = Blueprint("register")

    @routes.get("/children/<child>/chronology")
    @asks("see_child", thing="child", by="planning")
    def chronology(child: str) -> dict[str, Any]:
        with looks.database.read() as session:
            _known(has_lines(session, child))
        looks.note("child", child, [child])
        with looks.database.read() as session:
            return {"chronology": read_chronology(session, child)}

    @routes.get("/circulations/<circulation>/copies")
    @asks("see_circulation", thing="circulation", by="planning")
    def copies(circulation: str) -> dict[str, Any]:
        shown = ("person", "version", "view", "children", "state", "document", "reason", "by_when", "clause")
        with looks.database.read() as session:
            rows, children = copies_of(session, circulation), children_of_circulation(session, circulation)
        _known(rows)
        looks.note("circulation", circulation, children)
        return {"copies": [{name: row._mapping[name] for name in shown} for row in rows]}

    return routes


def _covers(looks: Looks, typesetter: Typesetter) -> Blueprint:
    routes = Blueprint("covers")

    @routes.post("/circulations/<circulation>/cover")
    @asks("print_copy", thing="circulation", by="planning")
    @routes.arguments(CoverSchema)
    def cover(wanted: dict[str, Any], circulation: str) -> Response:
        with looks.database.read() as session:
            children = children_of_circulation(session, circulation)
        _known(children)
        looks.note("circulation", circulation, children)
        try:
            pdf = typesetter.cover(
                wanted["name"], wanted["address"], wanted["council"], wanted["return_words"]
            )
        except CannotBeSet:
            abort(422, "the address is longer than an envelope's window: shorten it")
        return _pdf(pdf)

    return routes


def _known(found: object) -> None:
    if not found:
        abort(404, "nothing of this was heard of here")


def _row(looks: Looks, document: str) -> Any:
    """Noted before it is handed out."""
    with looks.database.read() as session:
        row, children = document_row(session, document), children_of_document(session, document)
    if row is None:
        abort(404, "no such document: it was never filed, or its time is over and it was erased")
    looks.note("document", document, children)
    return row


def _pdf(pdf: bytes) -> Response:
    return Response(pdf, mimetype="application/pdf")
