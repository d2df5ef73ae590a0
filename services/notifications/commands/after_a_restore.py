"""After a restore: nothing leaves until what had left since the backup is found and seen."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from services.notifications.adapters import parcels, restores
from services.notifications.adapters.parcels import Parcel
from services.notifications.adapters.restores import Stray
from services.notifications.commands.desk import SENDING, Desk
from services.notifications.commands.saying import say_sent
from services.notifications.domain import sending
from services.notifications.domain.mail_log import is_ours

UNCERTAIN = "uncertain: look at it"


class Reconciled(NamedTuple):
    """Mails of the log: on record as sent already, marked as sent now, ours and not on record."""

    known: int
    marked: int
    strays: int


def begin_restore(desk: Desk) -> int:
    """From this commit on nothing is claimed; how many are already on the wire."""
    with desk.database.begin() as session:
        restores.begin(session, desk.now)
        return len(parcels.in_state(session, sending.SENDING))


def reconcile(desk: Desk, left: Mapping[str, datetime | None], domains: Iterable[str]) -> Reconciled:
    """What the mail server took: of ours on record it is now sent, of ours not on record it is kept to show.

    Safe to run again, with the same log or with another.
    """
    known = marked = 0
    domains, unknown = list(domains), []
    for message_id, at in left.items():
        with desk.database.begin() as session:
            of_it = parcels.with_message_id(session, message_id)
            marked += sum(mark_as_left(desk, session, one, at) for one in of_it)
        known += bool(of_it)
        if not of_it and is_ours(message_id, domains):
            unknown.append(Stray(message_id, at))
    with desk.database.begin() as session:
        restores.keep_strays(session, unknown, desk.now)
        restores.note_log(session, desk.now)
        count = restores.count_strays(session)
    return Reconciled(known - marked, marked, count)


class CannotFinish(Exception):
    """No mail server's log was read: whatever left since the backup would leave once more."""


def finish_restore(desk: Desk, by: str, without_log: bool = False) -> None:
    """Mail leaves again; what the mail server had of it is passed over for good. Raises CannotFinish.

    `without_log`: there is none, and mail may go twice.
    """
    with desk.database.begin() as session:
        if restores.lacks_log(session) and not without_log:
            raise CannotFinish("no mail server's log was read")
        restores.finish(session, desk.now, by)
        desk.wake(session, SENDING)


def mark_as_left(desk: Desk, session: Session, parcel: str, at: datetime | None) -> bool:
    """False where it was on record as gone, or as refused."""
    found = parcels.find_to_change(session, parcel)
    if found is None or not _may_have_left(found):
        return False
    found.state, found.on = sending.SENT, _day(desk, at)
    parcels.change(session, parcel, state=sending.SENT, on=found.on, reason="found in the mail server's log")
    restores.forget_stray(session, found.message_id)
    say_sent(desk, session, found, "mail", found.on)
    return True


def _may_have_left(parcel: Parcel) -> bool:
    unsure = parcel.state == sending.FAILED and parcel.reason == UNCERTAIN
    return unsure or parcel.state in (*parcels.open_states(), sending.SUPERSEDED)


def _day(desk: Desk, at: datetime | None) -> date:
    return at.astimezone(desk.clock.zone).date() if at else desk.today
