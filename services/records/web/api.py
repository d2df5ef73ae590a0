"""What records answers: documents for the carrier and for people, chronologies, and covers for the post."""

from typing import Any

from cin.v1.claims_pb2 import Document
from flask import Flask, Response, abort
from marshmallow import Schema, fields, validate

from plumbing.clocks import MachineClock
from plumbing.database import Database
from plumbing.tokens import Tokens
from plumbing.web.api import Blueprint, add_routes, api_app, asks, protobuf
from services.records.adapters.register import copies_of, document_row
from services.records.adapters.typesetting import CannotBeSet, Typesetter
from services.records.commands.read_chronology import read_chronology


class CoverSchema(Schema):
    """Who the posted copy goes to. Nothing of it is kept."""

    name = fields.String(required=True, validate=validate.Length(1, 200))
    address = fields.List(
        fields.String(validate=validate.Length(max=200)), required=True, validate=validate.Length(1, 8)
    )
    council = fields.String(required=True, validate=validate.Length(1, 200))
    return_words = fields.String(load_default="", validate=validate.Length(max=1000))


def records_api(tokens: Tokens, machine: MachineClock, database: Database, typesetter: Typesetter) -> Flask:
    app = api_app("records", tokens, machine, title="Records")
    add_routes(app, _documents(database))
    add_routes(app, _register(database))
    add_routes(app, _covers(typesetter))
    return app


def _documents(database: Database) -> Blueprint:
    routes = Blueprint("documents")

    @routes.get("/claims/documents/<document>")
    @asks("claim_document", thing="document", by="notifications")
    def claim(document: str) -> Response:
        row = _row(database, document)
        return protobuf(Document(document=row.hash, pdf=row.pdf, title=row.title, text=row.text))

    @routes.get("/documents/<document>")
    @asks("see_document", thing="document", by="planning")
    def see(document: str) -> Response:
        return _pdf(_row(database, document).pdf)

    return routes


def _register(database: Database) -> Blueprint:
    routes = Blueprint("register")

    @routes.get("/children/<child>/chronology")
    @asks("see_child", thing="child", by="planning")
    def chronology(child: str) -> dict[str, Any]:
        with database.read() as session:
            return {"chronology": read_chronology(session, child)}

    @routes.get("/circulations/<circulation>/copies")
    @asks("see_circulation", thing="circulation", by="planning")
    def copies(circulation: str) -> dict[str, Any]:
        shown = ("person", "version", "view", "children", "state", "document", "reason", "by_when", "clause")
        with database.read() as session:
            rows = copies_of(session, circulation)
        return {"copies": [{name: row._mapping[name] for name in shown} for row in rows]}

    return routes


def _covers(typesetter: Typesetter) -> Blueprint:
    routes = Blueprint("covers")

    @routes.post("/circulations/<circulation>/cover")
    @asks("print_copy", thing="circulation", by="planning")
    @routes.arguments(CoverSchema)
    def cover(wanted: dict[str, Any], circulation: str) -> Response:
        try:
            pdf = typesetter.cover(
                wanted["name"], wanted["address"], wanted["council"], wanted["return_words"]
            )
        except CannotBeSet:
            abort(422, "the address is longer than an envelope's window: shorten it")
        return _pdf(pdf)

    return routes


def _row(database: Database, document: str) -> Any:
    with database.read() as session:
        row = document_row(session, document)
    if row is None:
        abort(404, "no such document: it was never filed, or its time is over and it was erased")
    return row


def _pdf(pdf: bytes) -> Response:
    return Response(pdf, mimetype="application/pdf")
