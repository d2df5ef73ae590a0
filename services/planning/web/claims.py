"""The claims that the other services may put to planning, each decided by `can` like any other act."""

from dataclasses import replace
from typing import Any

from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import Forbidden, NotFound

from plumbing.clocks import MachineClock
from plumbing.tokens import Tokens
from plumbing.web.api import Blueprint, add_routes, api_app, asks, protobuf
from services.planning.adapters.around_children import children_of
from services.planning.commands import answer_claims
from services.planning.commands.desk import Acting, Desk
from services.planning.commands.desk import NotFound as Missing
from services.planning.domain.permission import Actor, Can, Thing


def claims_app(desk: Desk, tokens: Tokens, can: Can, meetings_domain: str) -> Flask:
    app = api_app("planning", tokens, MachineClock(), "Planning: claims of the other services")
    claims = Blueprint("claims", description="Personal data behind an id that travelled on a topic.")
    _circulation_claims(claims, desk, can)

    @claims.get("/claims/meetings/<meeting>/invitees/<person>")
    @asks("claim_invitee", thing="meeting", by="scheduler")
    def claim_invitee(meeting: str, person: str) -> Response:
        _open(desk, can, "claim_invitee", "meeting", meeting)
        version = request.args.get("contact_version", 0, int)
        details = answer_claims.invitee(desk, meeting, person, version, meetings_domain, "Meetings")
        return protobuf(details)

    add_routes(app, claims)
    app.register_error_handler(Missing, _missing)
    return app


def _circulation_claims(claims: Blueprint, desk: Desk, can: Can) -> None:
    @claims.get("/claims/circulations/<circulation>/copies/<person>")
    @asks("claim_copy", thing="circulation", by="records")
    def claim_copy(circulation: str, person: str) -> Response:
        _open(desk, can, "claim_copy", "circulation", circulation)
        return protobuf(answer_claims.copy_content(desk, circulation, person))

    @claims.get("/claims/circulations/<circulation>/copies/<person>/recipient")
    @asks("claim_recipient", thing="circulation", by="notifications")
    def claim_recipient(circulation: str, person: str) -> Response:
        _open(desk, can, "claim_recipient", "circulation", circulation)
        return protobuf(answer_claims.recipient(desk, circulation, person))


def _open(desk: Desk, can: Can, action: str, kind: str, thing: str) -> None:
    """Decides, and notes who asked before anything is answered; of what is not there nothing is told."""
    if not can(Actor(g.asking.service, "service"), action, Thing("claim", thing)):
        raise Forbidden("this service may not claim that")
    with desk.database.read() as read:
        children = tuple(children_of(read, kind, thing))
    if children:
        replace(desk, acting=Acting(g.asking.service, kind, thing, children)).note_look(action)


def _missing(error: Missing) -> Any:
    return current_app.handle_http_exception(NotFound(str(error)))
