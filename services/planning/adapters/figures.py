"""What `/metrics` tells of copies that have not reached anybody yet, and of holds."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.planning.adapters.tables import circulation, share
from services.planning.domain.hold import Hold


class Holds(NamedTuple):
    """`unconfirmed`: those of them for which notifications has not yet said that it holds."""

    open: int
    unconfirmed: int


def copies_not_sent(session: Session) -> Mapping[date, int]:
    """How many copies of decided circulations are open, by the day they are due."""
    query = (
        select(circulation.c.by_when, func.count().label("copies"))
        .join(share, share.c.circulation == circulation.c.id)
        .where(circulation.c.completed_on.is_(None), share.c.view != "nothing", share.c.state != "sent")
        .group_by(circulation.c.by_when)
    )
    return {row.by_when: row.copies for row in session.execute(query)}


def holds(session: Session) -> Holds:
    found = session.scalars(select(Hold).where(Hold.lifted_on.is_(None))).all()  # type: ignore[union-attr]  # mapped: a column
    return Holds(len(found), sum(1 for hold in found if hold.unconfirmed))
