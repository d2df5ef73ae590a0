"""Invitations and the objects issued for them, as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.orm import Session

from services.scheduler.adapters.tables import invitation, issue
from services.scheduler.domain.invitation import Guest, Invitation, Issue, Method, Occasion
from services.scheduler.domain.meeting_time import MeetingTime

DUE, SENT, FAILED = "due", "sent", "failed"


@dataclass(frozen=True)
class Filed:
    """An issued object with what never changes about it: fetched twice, it is the same."""

    issue: Issue
    time: MeetingTime
    uid: str
    meeting: str


def invitations_of(session: Session, meeting: str) -> dict[str, Invitation]:
    """By person, in a fixed order."""
    query = select(invitation).where(invitation.c.meeting == meeting).order_by(invitation.c.id)
    return {row["person"]: _invitation(row) for row in session.execute(query).mappings()}


def meetings_of(session: Session, person: str) -> Sequence[str]:
    """The meetings that this person is invited to; always in one order, so that locks cannot cross."""
    query = select(invitation.c.meeting).where(invitation.c.person == person, invitation.c.standing)
    return session.scalars(query.order_by(invitation.c.meeting)).all()


def keep_invitation(session: Session, kept: Invitation, *, new: bool) -> None:
    values = _guest_row(kept.guest) | {
        "token": kept.token,
        "sequence": kept.sequence,
        "standing": kept.standing,
        "stamp": kept.stamp,
        "first_message": kept.first_message,
    }
    if new:
        own = {"id": kept.id, "meeting": kept.meeting, "person": kept.guest.person, "uid": kept.uid}
        session.execute(insert(invitation).values(own | values))
    else:
        session.execute(update(invitation).where(invitation.c.id == kept.id).values(values))


def add_issue(session: Session, made: Issue, time: MeetingTime, on: date) -> None:
    values = _guest_row(made.guest) | {
        "object": made.object,
        "invitation": made.invitation,
        "method": made.method.value,
        "occasion": made.occasion.value,
        "sequence": made.sequence,
        "starts": time.starts.replace(tzinfo=None),
        "ends": time.ends.replace(tzinfo=None),
        "token": made.token,
        "stamp": made.stamp,
        "message_id": made.message_id,
        "in_reply_to": made.in_reply_to,
        "state": DUE,
        "state_on": on,
        "reason": "",
    }
    session.execute(insert(issue).values(values))


def find_issue(session: Session, invitation_id: str, object_id: str, zone: ZoneInfo) -> Filed | None:
    query = (
        select(issue, invitation.c.person, invitation.c.uid, invitation.c.meeting)
        .join(invitation, invitation.c.id == issue.c.invitation)
        .where(issue.c.invitation == invitation_id, issue.c.object == object_id)
    )
    row = session.execute(query).mappings().one_or_none()
    if row is None:
        return None
    time = MeetingTime(row["starts"].replace(tzinfo=zone), row["ends"].replace(tzinfo=zone))
    return Filed(_issue(row), time, row["uid"], row["meeting"])


def mark_issue(
    session: Session, invitation_id: str, method: str, sequence: int, state: str, on: date, reason: str
) -> None:
    """What became of it; the last word holds, for what was sent may bounce, and what failed may be sent."""
    mine = (
        issue.c.invitation == invitation_id,
        issue.c.method == method,
        issue.c.sequence == sequence,
    )
    session.execute(update(issue).where(*mine).values(state=state, state_on=on, reason=reason))


def newest_issues(session: Session, meeting: str) -> Sequence[RowMapping]:
    """One row for each person: the object that was issued last, and what became of it."""
    query = (
        select(invitation.c.person, issue)
        .join(issue, (issue.c.invitation == invitation.c.id) & (issue.c.stamp == invitation.c.stamp))
        .where(invitation.c.meeting == meeting)
        .order_by(invitation.c.id)
    )
    return session.execute(query).mappings().all()


def _guest(row: RowMapping) -> Guest:
    return Guest(row["person"], row["role"], row["place_shown"], row["contact_version"])


def _guest_row(guest: Guest) -> dict[str, Any]:
    return {
        "role": guest.role,
        "place_shown": guest.place_shown,
        "contact_version": guest.contact_version,
    }


def _invitation(row: RowMapping) -> Invitation:
    fields = ("id", "meeting", "uid", "token", "sequence", "standing", "stamp", "first_message")
    return Invitation(guest=_guest(row), **{field: row[field] for field in fields})


def _issue(row: RowMapping) -> Issue:
    fields = ("object", "invitation", "sequence", "token", "stamp", "message_id", "in_reply_to")
    kept = {field: row[field] for field in fields}
    method, occasion = Method(row["method"]), Occasion(row["occasion"])
    return Issue(method=method, occasion=occasion, guest=_guest(row), **kept)
