"""What notifications says to everybody of a copy or an invitation: sent, failed, all of it complete."""

from datetime import date
from typing import Any

from cin.v1 import delivery_pb2
from sqlalchemy.orm import Session

from services.notifications.adapters import parcels, tables
from services.notifications.adapters.parcels import Parcel
from services.notifications.commands.desk import Desk
from services.notifications.domain import sending


def say_failed(desk: Desk, session: Session, parcel: Parcel, reason: str) -> None:
    """A status word for everybody else; where and why stays here."""
    on = desk.today.isoformat()
    failed = delivery_pb2.CopyFailed if parcel.kind == "copy" else delivery_pb2.InvitationFailed
    desk.announce(session, failed(**_named(parcel), reason=reason, on=on))


def say_sent(desk: Desk, session: Session, parcel: Parcel, channel: str, on: date) -> None:
    named, day = _named(parcel), on.isoformat()
    if parcel.kind == "invitation":
        desk.announce(session, delivery_pb2.InvitationSent(**named, on=day))
        return
    of_it: dict[str, Any] = {"view": parcel.view, "document": parcel.document, "channel": channel}
    desk.announce(session, delivery_pb2.CopySent(**named, **of_it, on=day))
    _say_complete(desk, session, parcel)


def _named(parcel: Parcel) -> dict[str, Any]:
    """Which parcel it is, in the fields that every word about one has."""
    whose: dict[str, Any] = {"meeting": parcel.meeting, "person": parcel.person, "children": parcel.children}
    if parcel.kind == "copy":
        return whose | {"circulation": parcel.circulation, "version": parcel.version}
    return whose | {
        "invitation": parcel.invitation,
        "method": parcel.method,
        "sequence": parcel.sequence,
    }


def _say_complete(desk: Desk, session: Session, parcel: Parcel) -> None:
    """Said once the last of all copies is closed, with the day that the last one went."""
    copies = [c for c in parcels.of_circulation(session, parcel.circulation) if c.version == parcel.version]
    closed = [copy for copy in copies if copy.state in sending.CLOSED]
    if len(closed) < parcel.copies:
        return
    on = max(copy.on or desk.today for copy in closed)
    table = tables.complete
    key = (table.c.circulation == parcel.circulation) & (table.c.version == parcel.version)
    session.execute(table.delete().where(key))
    session.execute(table.insert().values(circulation=parcel.circulation, version=parcel.version, on=on))
    children = sorted({child for copy in copies for child in copy.children})
    desk.announce(
        session,
        delivery_pb2.CirculationComplete(
            circulation=parcel.circulation,
            version=parcel.version,
            meeting=parcel.meeting,
            children=children,
            on=on.isoformat(),
        ),
    )
