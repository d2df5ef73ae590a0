"""Hears that a copy is filed or an invitation is due, and writes it down to be prepared."""

from uuid import uuid4

from cin.v1 import copy_pb2, invitation_pb2
from sqlalchemy.orm import Session

from plumbing.consumer import Envelope
from services.notifications.adapters import parcels
from services.notifications.adapters.parcels import Parcel
from services.notifications.commands.desk import PREPARING, Desk
from services.notifications.domain import sending


def take_copy(desk: Desk, session: Session, said: copy_pb2.CopyFiled, _: Envelope) -> None:
    """A newer decision about the same circulation supersedes what has not left yet."""
    parcels.lock_all_of(session, said.circulation)
    known = parcels.of_circulation(session, said.circulation)
    if any(p.version > said.version or _is_same_copy(p, said) for p in known):
        return
    for parcel in known:
        if parcel.version < said.version and parcel.state not in sending.CLOSED:
            kept = parcel.content if parcel.state == sending.SENDING else None  # evidence, should it leave
            parcels.change(session, parcel.id, state=sending.SUPERSEDED, content=kept)
    parcels.add(
        session,
        Parcel(
            str(uuid4()),
            "copy",
            said.person,
            said.meeting,
            list(said.children),
            sending.ORDERED,
            desk.now,
            circulation=said.circulation,
            version=said.version,
            view=said.view,
            copies=said.copies,
            by_when=said.by_when,
            document=said.document,
        ),
    )
    desk.wake(session, PREPARING)


def take_invitation(desk: Desk, session: Session, said: invitation_pb2.InvitationDue, _: Envelope) -> None:
    """A request that has not left when a newer one comes never leaves; a cancellation always does.

    A parked message may be replayed long after its successor: a request that has been passed is passed over.
    """
    parcels.lock_all_of(session, said.invitation)
    known = parcels.of_invitation(session, said.invitation)
    passed = said.method == "REQUEST" and any(p.sequence > said.sequence for p in known)
    if passed or any(p.object == said.object for p in known):
        return
    for parcel in known:
        if parcel.method == "REQUEST" and parcel.state in (*parcels.open_states(), sending.BY_HAND):
            if parcel.state != sending.SENDING and parcel.sequence <= said.sequence:
                parcels.change(session, parcel.id, state=sending.SUPERSEDED, content=None)
    parcels.add(
        session,
        Parcel(
            str(uuid4()),
            "invitation",
            said.person,
            said.meeting,
            list(said.children),
            sending.ORDERED,
            desk.now,
            invitation=said.invitation,
            object=said.object,
            method=said.method,
            sequence=said.sequence,
        ),
    )
    desk.wake(session, PREPARING)


def _is_same_copy(parcel: Parcel, said: copy_pb2.CopyFiled) -> bool:
    """Said a second time: sending again is for staff to say."""
    return (parcel.person, parcel.version, parcel.document) == (said.person, said.version, said.document)
