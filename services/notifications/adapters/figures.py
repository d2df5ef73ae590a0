"""What `/metrics` tells of mail: what waits and since when, what is on hold, what failed for good."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from services.notifications.adapters import tables
from services.notifications.adapters.parcels import open_states
from services.notifications.domain import sending

_TABLE = tables.parcel


class Waiting(NamedTuple):
    """Mail that is to leave; `since` is when the oldest of it was ordered."""

    mails: int
    since: datetime | None


def waiting(session: Session, held: bool) -> Waiting:
    """Of people on hold, or of all others."""
    on_hold = _TABLE.c.person.in_(select(tables.hold.c.person))
    query = select(func.count(), func.min(_TABLE.c.ordered_at)).where(
        _TABLE.c.state.in_(open_states()), on_hold if held else ~on_hold
    )
    count, since = session.execute(query).one()
    return Waiting(count, since)


def failed_copies(session: Session) -> int:
    """Nothing newer was made of the same copy: staff have it to look at."""
    newer = _TABLE.alias("newer")
    again = and_(
        newer.c.circulation == _TABLE.c.circulation,
        newer.c.person == _TABLE.c.person,
        newer.c.number > _TABLE.c.number,
    )
    query = select(func.count()).where(
        _TABLE.c.kind == "copy",
        _TABLE.c.state.in_((sending.FAILED, sending.BLOCKED, sending.BOUNCED)),
        ~select(newer.c.id).where(again).exists(),
    )
    return session.scalar(query) or 0
