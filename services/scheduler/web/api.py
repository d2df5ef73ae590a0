"""The scheduler's API: the objects that notifications fetches, and how a meeting's invitations stand."""

from typing import Any

from flask import Flask, Response, current_app
from marshmallow import Schema, fields
from werkzeug.exceptions import NotFound

from plumbing.clocks import MachineClock
from plumbing.neighbour import Neighbour, NeighbourRefused
from plumbing.tokens import Tokens
from plumbing.web.api import Blueprint, add_routes, api_app, asks, protobuf
from plumbing.web.asked import Looks
from services.scheduler.adapters.invitations import newest_issues
from services.scheduler.adapters.meetings import children_of
from services.scheduler.commands.build_object import NoSuchObject, build_object
from services.scheduler.commands.desk import Desk


class InvitationStands(Schema):
    """The newest object for one person, and what became of it: due, sent or failed."""

    invitation = fields.String()
    person = fields.String()
    method = fields.String()
    sequence = fields.Integer()
    state = fields.String()
    on = fields.Date(attribute="state_on")
    reason = fields.String()


class InvitationsOfMeeting(Schema):
    invitations = fields.List(fields.Nested(InvitationStands))


def scheduler_api(desk: Desk, planning: Neighbour, tokens: Tokens, machine: MachineClock) -> Flask:
    app = api_app("scheduler", tokens, machine, "Scheduler: invitations")
    looks = Looks(desk.database, desk.accesses)
    routes = Blueprint("invitations", description="What each invitee of a meeting was sent.")

    @routes.get("/claims/invitations/<invitation>/objects/<object_id>")
    @asks("claim_object", thing="invitation", by="notifications")
    def claim_object(invitation: str, object_id: str) -> Response:
        """The object and the words around it, for its one recipient."""

        def noting(children: list[str]) -> None:
            looks.note("invitation", invitation, children)

        return protobuf(build_object(desk, planning, invitation, object_id, noting))

    @routes.get("/meetings/<meeting>/invitations")
    @routes.response(200, InvitationsOfMeeting)
    @asks("see_meeting", thing="meeting", by="planning")
    def see_invitations(meeting: str) -> dict[str, Any]:
        with desk.database.read() as session:
            found, children = newest_issues(session, meeting), children_of(session, meeting)
        if not children:
            raise NotFound("no such meeting was heard of")
        looks.note("meeting", meeting, children)
        return {"invitations": found}

    add_routes(app, routes)
    app.register_error_handler(NoSuchObject, _missing)
    app.register_error_handler(NeighbourRefused, _refused)
    return app


def _missing(error: NoSuchObject) -> Any:
    return current_app.handle_http_exception(NotFound(str(error)))


def _refused(error: NeighbourRefused) -> Any:
    """Planning will not say where this goes; its words stay here, for they may name somebody."""
    return current_app.handle_http_exception(NotFound("planning has no contact for this object"))
