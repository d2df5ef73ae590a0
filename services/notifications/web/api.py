"""What planning asks for a person: what became of each copy and invitation, and what to do with it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Flask, abort, g
from marshmallow import Schema, fields, validate

from plumbing.accesses import WRITE
from plumbing.tokens import Tokens
from plumbing.web.api import Blueprint, add_routes, api_app, asks
from plumbing.web.asked import Looks, asked
from services.notifications.adapters import parcels, restores
from services.notifications.adapters.parcels import Parcel
from services.notifications.commands import settle_parcels
from services.notifications.commands.desk import Desk
from services.notifications.commands.settle_parcels import CannotSettle, NotFound
from services.notifications.domain import sending


class HandedOverSchema(Schema):
    channel = fields.String(required=True, validate=validate.OneOf(["hand", "post"]))
    on = fields.Date(required=True)


class HoldSchema(Schema):
    hold = fields.String(required=True, validate=validate.Length(1, 36))


def notifications_api(desk: Desk, tokens: Tokens) -> Flask:
    app = api_app("notifications", tokens, desk.machine, "Notifications")
    for routes in (_looking(desk), _settling(desk), _holding(desk)):
        add_routes(app, routes)
    return app


def _looking(desk: Desk) -> Blueprint:
    routes = Blueprint("looking", description="What became of what was to leave.")
    looks = Looks(desk.database, desk.accesses)

    @routes.get("/circulations/<circulation>")
    @asks("see_circulation", thing="circulation", by="planning")
    def circulation_state(circulation: str) -> dict[str, Any]:
        with desk.database.read() as session:
            copies = parcels.of_circulation(session, circulation)
            held = {copy.person for copy in copies if parcels.is_held(session, copy.person)}
            on = parcels.complete_on(session, circulation)
        if not copies:
            abort(404)
        looks.note("circulation", circulation, _children(copies))
        shown = [_copy(copy, copy.person in held) for copy in copies]
        return {"copies": shown, "complete_on": on.isoformat() if on else ""}

    @routes.get("/meetings/<meeting>/invitations")
    @asks("see_meeting", thing="meeting", by="planning")
    def invitations(meeting: str) -> dict[str, Any]:
        with desk.database.read() as session:
            found = parcels.invitations_of(session, meeting)
            held = {one.person for one in found if parcels.is_held(session, one.person)}
        if not found:
            abort(404)
        looks.note("meeting", meeting, _children(found))
        return {"invitations": [_invitation(one, one.person in held) for one in found]}

    @routes.get("/by-hand")
    @asks("see_by_hand", always="all", by="planning")
    def by_hand() -> dict[str, Any]:
        with desk.database.read() as session:
            found = [
                one
                for one in parcels.in_state(session, sending.BY_HAND)
                if not parcels.is_held(session, one.person)
            ]
        looks.note()
        return {
            "copies": [_which(one, "circulation") for one in found if one.kind == "copy"],
            "invitations": [
                _which(one, "invitation", "meeting", "method") for one in found if one.kind == "invitation"
            ],
        }

    @routes.get("/messages/held")
    @asks("see_held", always="all", by="planning")
    def held_messages() -> dict[str, Any]:
        """What waits for a hold to be lifted."""
        with desk.database.read() as session:
            waiting = parcels.held(session)
        looks.note()
        names = ("kind", "circulation", "invitation", "meeting", "method")
        return {"messages": [_which(one, *names) for one in waiting]}

    @routes.get("/messages/before-restore")
    @asks("see_sent_before_restore", always="all", by="planning")
    def before_restore() -> dict[str, Any]:
        """What left before a restore and is not on record: Message-IDs and times, nothing else is known."""
        with desk.database.read() as session:
            found, stopped = restores.strays(session), restores.is_restoring(session)
        shown = [{"message_id": one.message_id, "left_at": _time(one.left_at)} for one in found]
        return {"messages": shown, "stopped": stopped}

    return routes


def _settling(desk: Desk) -> Blueprint:
    routes = Blueprint("settling", description="What staff say of a copy.")

    @routes.post("/circulations/<circulation>/copies/<person>/handed-over")
    @asks("hand_over_copy", thing="circulation", by="planning")
    @routes.arguments(HandedOverSchema)
    def handed_over(said: dict[str, Any], circulation: str, person: str) -> dict[str, str]:
        mine = _for(desk, "circulation", circulation)
        channel, on = said["channel"], said["on"]
        return _do(lambda: settle_parcels.hand_over_copy(mine, circulation, person, channel, on))

    @routes.post("/circulations/<circulation>/copies/<person>/bounced")
    @asks("note_bounce", thing="circulation", by="planning")
    def bounced(circulation: str, person: str) -> dict[str, str]:
        mine = _for(desk, "circulation", circulation)
        return _do(lambda: settle_parcels.note_bounce(mine, circulation, person))

    @routes.post("/circulations/<circulation>/copies/<person>/again")
    @asks("send_again", thing="circulation", by="planning")
    def again(circulation: str, person: str) -> dict[str, str]:
        mine = _for(desk, "circulation", circulation)
        return _do(lambda: settle_parcels.send_again(mine, circulation, person))

    @routes.post("/invitations/<invitation>/handed-over")
    @asks("hand_over_copy", thing="invitation", by="planning")
    def invitation_handed_over(invitation: str) -> dict[str, str]:
        mine = _for(desk, "invitation", invitation)
        return _do(lambda: settle_parcels.hand_over_invitation(mine, invitation))

    return routes


def _holding(desk: Desk) -> Blueprint:
    routes = Blueprint("holding", description="Nothing leaves for a person on hold.")

    @routes.put("/holds/<person>")
    @asks("place_hold", thing="person", by="planning")
    @routes.arguments(HoldSchema)
    def place(said: dict[str, Any], person: str) -> dict[str, int]:
        mine = _for(desk, "hold", said["hold"])
        return {"leaving": settle_parcels.place_hold(mine, person, said["hold"], g.asking.subject)}

    @routes.delete("/holds/<person>")
    @asks("lift_hold", thing="person", by="planning")
    @routes.arguments(HoldSchema)
    def lift(said: dict[str, Any], person: str) -> dict[str, str]:
        mine = _for(desk, "hold", said["hold"])
        return _do(lambda: settle_parcels.lift_hold(mine, person, said["hold"]))

    return routes


def _for(desk: Desk, kind: str, thing: str) -> Desk:
    """The desk of whoever asks: what is done at it is noted as theirs."""
    return replace(desk, acting=asked(WRITE, kind, thing))


def _children(found: list[Parcel]) -> list[str]:
    return sorted({child for parcel in found for child in parcel.children})


def _do(act: Callable[[], None]) -> dict[str, str]:
    try:
        act()
    except NotFound:
        abort(404)
    except CannotSettle as refusal:
        abort(409, str(refusal))
    return {"state": "noted"}


def _copy(copy: Parcel, held: bool) -> dict[str, Any]:
    return {
        "person": copy.person,
        "version": copy.version,
        "view": copy.view,
        "children": copy.children,
        "document": copy.document,
        "state": _state(copy, held),
        "channel": copy.channel,
        "on": copy.on.isoformat() if copy.on else "",
        "reason": copy.reason,
        "attempts": copy.attempts,
        "blocked": copy.blocked,
    }


def _invitation(one: Parcel, held: bool) -> dict[str, Any]:
    return {
        "person": one.person,
        "invitation": one.invitation,
        "method": one.method,
        "sequence": one.sequence,
        "state": _state(one, held),
        "on": one.on.isoformat() if one.on else "",
        "reason": one.reason,
    }


def _time(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def _which(parcel: Parcel, *names: str) -> dict[str, Any]:
    return {"person": parcel.person} | {name: getattr(parcel, name) for name in names}


def _state(parcel: Parcel, held: bool) -> str:
    waits = (*parcels.open_states(), sending.BY_HAND)
    return sending.HELD if held and parcel.state in waits else parcel.state
