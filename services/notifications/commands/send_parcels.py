"""Sends what is queued, one mail to one recipient; reads holds and restores in the claim of each."""

from sqlalchemy.orm import Session

from plumbing.failpoints import reach
from plumbing.in_hand import in_hand
from plumbing.sweep import GoOn, always
from plumbing.trace import span, tracing
from services.notifications.adapters import parcels, restores
from services.notifications.adapters.parcels import Parcel
from services.notifications.adapters.smtp import Refused, TryLater, Uncertain
from services.notifications.commands.after_a_restore import mark_as_left
from services.notifications.commands.desk import PREPARING, SENDING, Desk
from services.notifications.commands.saying import say_failed, say_sent
from services.notifications.domain import sending

BATCH = 20
AHEAD = 100
"""How many are looked at to find so many that no other sender has in hand."""


def send_parcels(desk: Desk, go_on: GoOn = always) -> int:
    """One batch; how many were tried. One that nobody answers ends it, uncounted: the rest waits its turn.

    What another sender has in hand is passed over. Each mail is claimed alone, at its turn: a hold wins.
    A kill between the server's answer and our note leaves `sending`.
    """
    with desk.database.read() as session:
        ready = parcels.waiting(session, sending.TO_SEND, desk.now, AHEAD)
    with in_hand(desk.database, SENDING, ready, BATCH) as mine:
        return _send_each(desk, mine, go_on)


def _send_each(desk: Desk, identities: list[str], go_on: GoOn) -> int:
    tried = 0
    for identity in identities:
        if not go_on():
            break
        try:
            tried += _send(desk, identity)
        except TryLater:
            break
    return tried


def sending_waits(desk: Desk) -> str | None:
    with desk.database.read() as session:
        count = parcels.count_waiting(session, sending.TO_SEND, desk.now)
        if restores.is_restoring(session):
            return None
    return f"notifications: {count} to send" if count else None


def _send(desk: Desk, identity: str) -> int:
    """Raises TryLater, once that is noted, where no answer came at all."""
    parcel = _claim(desk, identity)
    if parcel is None or parcel.content is None:
        return 0
    reach("sending: claimed, not sent")
    with tracing(parcel.traceparent), span("notifications", "send mail", "client", role="worker"):
        return _hand_over(desk, parcel, parcel.content)


def _hand_over(desk: Desk, parcel: Parcel, content: bytes) -> int:
    try:
        desk.post.send(desk.sender, parcel.address, content)
    except TryLater as error:
        changes: dict[str, object] = {"state": sending.QUEUED, "reason": f"not sent yet ({error.code})"}
        changes["try_at"] = desk.now + sending.back_off(parcel.attempts)
        _note(desk, parcel, changes)
        if not error.code:
            raise
        return 1
    except Uncertain:
        return _note_uncertain(desk, parcel)
    except Refused as error:
        return _note_failed(desk, parcel, f"refused by the mail server ({error.code})")
    reach("sending: accepted, not noted")
    return _note_sent(desk, parcel)


def _claim(desk: Desk, identity: str) -> Parcel | None:
    """Marks it as being sent, in the transaction that reads the hold. A claim that ran out is uncertain."""
    with desk.database.begin() as session:
        parcel = parcels.find_to_change(session, identity)
        if parcel is None or parcel.state not in sending.TO_SEND or parcel.try_at > desk.now:
            return None
        if parcels.is_held(session, parcel.person):
            return None
        if _has_left_before(desk, session, parcel) or restores.is_restoring(session):
            return None
        if parcel.state == sending.SENDING:  # whoever claimed it died before noting what became of it
            parcel.uncertain += 1
        if _is_outdated(session, parcel):
            parcels.change(session, identity, state=sending.SUPERSEDED, content=None)
            return None
        if _must_be_prepared_anew(desk, parcel):
            parcels.change(session, identity, state=sending.ORDERED, content=None, try_at=desk.now)
            desk.wake(session, PREPARING)
            return None
        if sending.tried_enough(parcel.uncertain):
            parcels.change(session, identity, state=sending.FAILED, reason="uncertain: look at it")
            say_failed(desk, session, parcel, "uncertain: look at it")
            return None
        parcel.attempts += 1
        parcels.change(
            session,
            identity,
            state=sending.SENDING,
            attempts=parcel.attempts,
            uncertain=parcel.uncertain,
            try_at=desk.now + sending.LEASE,
        )
        return parcel


def _has_left_before(desk: Desk, session: Session, parcel: Parcel) -> bool:
    """The same mail went before a restore, and its order was heard once more: it is on record now."""
    stray = restores.find_stray(session, parcel.message_id)
    return stray is not None and mark_as_left(desk, session, parcel.id, stray.left_at)


def _must_be_prepared_anew(desk: Desk, parcel: Parcel) -> bool:
    """A changed contact brings an invitation of its own; of a copy we must ask again."""
    stale = sending.is_stale(parcel.state, parcel.uncertain, parcel.prepared_at, desk.now)
    return parcel.kind == "copy" and stale


def _is_outdated(session: Session, parcel: Parcel) -> bool:
    """A newer one came while this was on its way out: a claim could not be superseded there and then."""
    if parcel.kind == "copy":
        newest = parcels.of_circulation(session, parcel.circulation)
        return parcel.id not in [copy.id for copy in newest]
    others = parcels.of_invitation(session, parcel.invitation)
    newer = [one for one in others if one.number > parcel.number and one.sequence >= parcel.sequence]
    return parcel.method == "REQUEST" and bool(newer)


def _is_ours(session: Session, parcel: Parcel) -> bool:
    """Nobody superseded or claimed it since: `attempts` tells our claim from a later one."""
    now = parcels.find_to_change(session, parcel.id)
    return now is not None and now.state == sending.SENDING and now.attempts == parcel.attempts


def _note(desk: Desk, parcel: Parcel, changes: dict[str, object]) -> int:
    with desk.database.begin() as session:
        if _is_ours(session, parcel):
            parcels.change(session, parcel.id, **changes)
    return 1


def _note_uncertain(desk: Desk, parcel: Parcel) -> int:
    """Tried again by itself with the same bytes; the last time it is left for a person."""
    count = parcel.uncertain + 1
    again = desk.now + sending.back_off(parcel.attempts)
    changes: dict[str, object] = {"state": sending.UNCERTAIN, "uncertain": count, "try_at": again}
    return _note(desk, parcel, changes | {"reason": "the mail server's answer was lost"})


def _note_failed(desk: Desk, parcel: Parcel, reason: str) -> int:
    with desk.database.begin() as session:
        if _is_ours(session, parcel):
            parcels.change(session, parcel.id, state=sending.FAILED, reason=reason)
            say_failed(desk, session, parcel, reason)
    return 1


def _note_sent(desk: Desk, parcel: Parcel) -> int:
    """What left has left, whoever else claimed or superseded it meanwhile; it is said once."""
    with desk.database.begin() as session:
        now = parcels.find_to_change(session, parcel.id)
        if now is None or now.state in (sending.SENT, sending.BOUNCED):
            return 1
        parcels.change(session, parcel.id, state=sending.SENT, on=desk.today, reason="")
        say_sent(desk, session, parcel, "mail", desk.today)
    return 1
