"""What staff say of what left or is to leave: handed over, came back, send again; and the holds."""

from datetime import date
from uuid import uuid4

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from services.notifications.adapters import parcels, tables
from services.notifications.adapters.parcels import Parcel
from services.notifications.commands.desk import PREPARING, SENDING, Desk
from services.notifications.commands.saying import say_failed, say_sent
from services.notifications.domain import sending


class CannotSettle(Exception):
    """The copy is not in a state where that can be said of it."""


class NotFound(Exception):
    """There is no such copy."""


def hand_over_copy(desk: Desk, circulation: str, person: str, channel: str, on: date) -> None:
    """Ticked off: given or posted, on a day that is not in the future."""
    if on > desk.today:
        raise CannotSettle("that day lies in the future")
    with desk.act() as session:
        copy = _copy(desk, session, circulation, person)
        if copy.state != sending.BY_HAND:
            raise CannotSettle(f"this copy is {copy.state}")
        if parcels.is_held(session, person):
            raise CannotSettle("everything for this person is on hold")
        parcels.change(session, copy.id, state=sending.HANDED_OVER, channel=channel, on=on, reason="")
        copy.state, copy.on = sending.HANDED_OVER, on
        say_sent(desk, session, copy, channel, on)


def note_bounce(desk: Desk, circulation: str, person: str) -> None:
    """It came back: the copy is open again, and with it the circulation."""
    with desk.act() as session:
        copy = _copy(desk, session, circulation, person)
        if copy.state not in sending.CLOSED:
            raise CannotSettle(f"this copy is {copy.state}")
        parcels.change(session, copy.id, state=sending.BOUNCED, reason="it came back")
        session.execute(delete(tables.complete).where(tables.complete.c.circulation == circulation))
        say_failed(desk, session, copy, "bounced")


def send_again(desk: Desk, circulation: str, person: str) -> None:
    """A new parcel for the same copy, to wherever is safe now; the old one stays as evidence."""
    with desk.act() as session:
        copy = _copy(desk, session, circulation, person)
        if copy.state not in (sending.FAILED, sending.BLOCKED, sending.BOUNCED, sending.UNCERTAIN):
            raise CannotSettle(f"this copy is {copy.state}")
        if copy.state == sending.UNCERTAIN:
            parcels.change(session, copy.id, state=sending.SUPERSEDED)
        fresh = Parcel(
            str(uuid4()),
            "copy",
            person,
            copy.meeting,
            copy.children,
            sending.ORDERED,
            desk.now,
            circulation=circulation,
            version=copy.version,
            view=copy.view,
            copies=copy.copies,
            by_when=copy.by_when,
            document=copy.document,
        )
        parcels.add(session, fresh)
        desk.wake(session, PREPARING)


def hand_over_invitation(desk: Desk, invitation: str) -> None:
    """Told by phone or letter."""
    with desk.act() as session:
        parcels.lock_all_of(session, invitation)
        found = [p for p in parcels.of_invitation(session, invitation) if p.state == sending.BY_HAND]
        if not found:
            raise NotFound("there is no invitation to be given by hand")
        desk.about(session, found[-1].children)
        parcels.lock_person(session, found[-1].person)
        if parcels.is_held(session, found[-1].person):
            raise CannotSettle("everything for this person is on hold")
        for parcel in found:
            parcels.change(session, parcel.id, state=sending.HANDED_OVER, on=desk.today, channel="hand")
        say_sent(desk, session, found[-1], "hand", desk.today)


def place_hold(desk: Desk, person: str, hold: str, by: str) -> int:
    """From this commit on nothing for the person is claimed; how many are already on the wire."""
    with desk.act() as session:
        parcels.lock_person(session, person)
        desk.about(session, parcels.children_of(session, person))
        known = select(tables.hold.c.hold).where(tables.hold.c.person == person, tables.hold.c.hold == hold)
        if session.scalar(known) is None:
            session.execute(insert(tables.hold).values(person=person, hold=hold, by=by))
        leaving = parcels.in_state(session, sending.SENDING)
        return sum(1 for parcel in leaving if parcel.person == person)


def lift_hold(desk: Desk, person: str, hold: str) -> None:
    """What waited is prepared anew and goes out, unless another hold remains.

    The hold may have been placed because an address was no longer safe: only what may already have gone
    keeps its bytes, since it must be sent again unchanged.
    """
    with desk.act() as session:
        parcels.lock_person(session, person)
        desk.about(session, parcels.children_of(session, person))
        table = tables.hold
        session.execute(delete(table).where(table.c.person == person, table.c.hold == hold))
        parcels.prepare_anew(session, person, desk.now)
        desk.wake(session, PREPARING)
        desk.wake(session, SENDING)


def _copy(desk: Desk, session: Session, circulation: str, person: str) -> Parcel:
    """Locked: nothing of the circulation, and nothing for the person, changes meanwhile."""
    parcels.lock_all_of(session, circulation)
    parcels.lock_person(session, person)
    copies = parcels.of_circulation(session, circulation)
    found = next((copy for copy in copies if copy.person == person), None)
    if found is None:
        raise NotFound("there is no copy for this person")
    desk.about(session, found.children)
    return found
