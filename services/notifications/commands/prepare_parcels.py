"""Fetches what an order needs, checks it, and keeps the very bytes that will leave; sends nothing."""

from dataclasses import asdict
from hashlib import sha256
from uuid import UUID, uuid5

from cin.v1 import claims_pb2

from plumbing.failpoints import reach
from plumbing.in_hand import in_hand
from plumbing.mail_headers import UnsafeHeaders
from plumbing.neighbour import NeighbourDown, NeighbourRefused
from plumbing.sweep import GoOn, always
from plumbing.trace import span, tracing
from services.notifications.adapters import parcels
from services.notifications.adapters.mail_messages import AddressUnusable, copy_mail, invitation_mail
from services.notifications.adapters.parcels import Parcel
from services.notifications.commands.desk import PREPARING, SENDING, Desk
from services.notifications.commands.saying import say_failed
from services.notifications.domain import sending
from services.notifications.domain.hidden_words import Hidden, hits

BATCH = 20
_COPIES = UUID("6b1f6f0e-8f2c-5d0b-9c51-2f0a3b7d9e44")
"""Within this name a copy has its Message-ID: made again after a restore it has the same."""
AHEAD = 100
"""How many are looked at to find so many that nobody has in hand."""


def prepare_parcels(desk: Desk, go_on: GoOn = always) -> int:
    """One batch; how many were prepared. Ends early where a neighbour is down: the rest waits.

    What another worker has in hand is passed over.
    """
    with desk.database.read() as session:
        known = parcels.waiting(session, (sending.ORDERED,), desk.now, AHEAD)
    with in_hand(desk.database, PREPARING, known, BATCH) as mine:
        with desk.database.read() as session:
            found = [parcels.find(session, identity) for identity in mine]
        orders = [one for one in found if one is not None and one.state == sending.ORDERED]
        return _prepare(desk, orders, go_on)


def _prepare(desk: Desk, orders: list[Parcel], go_on: GoOn) -> int:
    prepared = 0
    for parcel in orders:
        if not go_on():
            break
        try:
            with tracing(parcel.traceparent), span("notifications", "prepare mail", role="worker"):
                changes = _copy(desk, parcel) if parcel.kind == "copy" else _invitation(desk, parcel)
        except NeighbourDown:
            attempts = parcel.attempts + 1
            _keep(desk, parcel, {"attempts": attempts, "try_at": desk.now + sending.back_off(attempts)})
            break
        except NeighbourRefused as refusal:
            changes = {"state": sending.FAILED, "reason": f"its content was refused ({refusal.status})"}
        except AddressUnusable as error:
            changes = {"state": sending.FAILED, "reason": str(error)}
        except (UnsafeHeaders, ValueError):  # its words may hold a name: they are not repeated
            changes = {"state": sending.FAILED, "reason": "no mail can be made of it"}
        reach("preparing: fetched, not kept")
        _keep(desk, parcel, changes)
        prepared += 1
    return prepared


def preparing_waits(desk: Desk) -> str | None:
    with desk.database.read() as session:
        count = parcels.count_waiting(session, (sending.ORDERED,))
    return f"notifications: {count} to prepare" if count else None


def _copy(desk: Desk, parcel: Parcel) -> dict[str, object]:
    """By secure mail, else by hand; blocked where it says what this person must not see."""
    path = f"/claims/circulations/{parcel.circulation}/copies/{parcel.person}/recipient"
    to = desk.neighbours["planning"].claim(
        path, claims_pb2.Recipient, action="claim_recipient", thing=parcel.circulation
    )
    if not to.entitled:
        return {"state": sending.FAILED, "reason": "no longer entitled"}
    document = desk.neighbours["records"].claim(
        f"/claims/documents/{parcel.document}",
        claims_pb2.Document,
        action="claim_document",
        thing=parcel.document,
    )
    if sha256(document.pdf).hexdigest() != parcel.document:
        return {"state": sending.FAILED, "reason": "what came is not the document that was filed"}
    if not document.text.strip():
        return {"state": sending.FAILED, "reason": "its words cannot be read, so they cannot be checked"}
    found = hits(document.text, [Hidden(each.id, each.kind, each.value) for each in to.hidden])
    if found:
        return {
            "state": sending.BLOCKED,
            "reason": "it holds what this person must not see",
            "blocked": [asdict(hit) for hit in found],
        }
    if not (to.secure and to.mail):
        return {"state": sending.BY_HAND, "reason": "no secure mail address"}
    message_id = _message_id(desk, parcel)
    content = copy_mail(to, document.pdf, desk.sender, message_id, desk.clock.now())
    return {
        "state": sending.QUEUED,
        "address": to.mail,
        "message_id": message_id,
        "content": content,
        "channel": "mail",
    }


def _message_id(desk: Desk, parcel: Parcel) -> str:
    """Of this document for this person, for the first, second … time: made again it is the same."""
    with desk.database.read() as session:
        before = parcels.count_before(session, parcel)
    said = (parcel.circulation, str(parcel.version), parcel.person, parcel.document, str(before))
    return f"<{uuid5(_COPIES, ' '.join(said))}@{desk.sender.rpartition('@')[2]}>"


def _invitation(desk: Desk, parcel: Parcel) -> dict[str, object]:
    path = f"/claims/invitations/{parcel.invitation}/objects/{parcel.object}"
    said = desk.neighbours["scheduler"].claim(
        path, claims_pb2.InvitationObject, action="claim_object", thing=parcel.invitation
    )
    if not said.attendee:
        return {"state": sending.BY_HAND, "reason": "no safe mail address: ring or write"}
    return {
        "state": sending.QUEUED,
        "address": said.attendee,
        "message_id": said.message_id,
        "content": invitation_mail(said, desk.clock.now()),
        "channel": "mail",
    }


def _keep(desk: Desk, parcel: Parcel, changes: dict[str, object]) -> None:
    with desk.database.begin() as session:
        now = parcels.find_to_change(session, parcel.id)
        if now is None or now.state != sending.ORDERED:
            return  # superseded while its content was being fetched
        parcels.change(session, parcel.id, prepared_at=desk.now, **changes)
        desk.wake(session, SENDING)
        if changes.get("state") in (sending.FAILED, sending.BLOCKED):
            say_failed(desk, session, parcel, str(changes["reason"]))
