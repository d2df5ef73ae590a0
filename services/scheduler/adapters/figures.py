"""What `/metrics` tells of alarms and invitations; each look reads one index or the rows of one state."""

from datetime import date, datetime, time
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.scheduler.adapters.invitations import FAILED
from services.scheduler.adapters.tables import alarm, invitation, issue, meeting


class Late(NamedTuple):
    """Alarms whose day has come and that have not called; `days` since the first of them should have."""

    alarms: int
    days: int


def late_alarms(session: Session, today: date) -> Late:
    query = select(func.count(), func.min(alarm.c.next_on)).where(alarm.c.next_on <= today)
    count, first = session.execute(query).one()
    return Late(count, (today - first).days if first else 0)


def failed_invitations(session: Session, today: date) -> int:
    """The newest object failed, the invitation stands, and the meeting is still to come."""
    newest = (invitation.c.id == issue.c.invitation) & (invitation.c.stamp == issue.c.stamp)
    query = (
        select(func.count())
        .select_from(issue)
        .join(invitation, newest)
        .join(meeting, meeting.c.id == invitation.c.meeting)
        .where(issue.c.state == FAILED, invitation.c.standing)
        .where(meeting.c.over.is_(False), meeting.c.starts >= datetime.combine(today, time.min))
    )
    return session.scalar(query) or 0
