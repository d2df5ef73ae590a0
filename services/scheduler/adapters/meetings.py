"""Meetings as rows, and the newest contact version heard of each person."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from plumbing.database import FOR_CHANGE
from services.scheduler.adapters import tables
from services.scheduler.domain.attendance import Meeting
from services.scheduler.domain.meeting_time import MeetingTime


def find_meeting(session: Session, meeting: str, zone: ZoneInfo) -> Meeting | None:
    """Locked, so that whatever changes its invitations comes one after another."""
    query = select(tables.meeting).where(tables.meeting.c.id == meeting).with_for_update(**FOR_CHANGE)
    row = session.execute(query).mappings().one_or_none()
    if row is None:
        return None
    time = MeetingTime(row["starts"].replace(tzinfo=zone), row["ends"].replace(tzinfo=zone))
    children = tuple(row["children"])
    return Meeting(row["id"], row["version"], time, children, row["sequence"], row["over"])


def children_of(session: Session, meeting: str) -> list[str]:
    """Empty where no such meeting was heard of."""
    found = session.scalar(select(tables.meeting.c.children).where(tables.meeting.c.id == meeting))
    return sorted(found or [])


def keep_meeting(session: Session, kept: Meeting, *, new: bool) -> None:
    values = {
        "version": kept.version,
        "starts": kept.time.starts.replace(tzinfo=None),
        "ends": kept.time.ends.replace(tzinfo=None),
        "children": list(kept.children),
        "sequence": kept.sequence,
        "over": kept.over,
    }
    if new:
        session.execute(insert(tables.meeting).values(id=kept.id, **values))
    else:
        session.execute(update(tables.meeting).where(tables.meeting.c.id == kept.id).values(values))


def note_contacts(session: Session, versions: Mapping[str, int]) -> Mapping[str, int]:
    """Keeps the newer of what is said and what was heard, by person, and returns it.

    The rows stay locked: a meeting and a changed contact that are heard at the same moment, by two workers,
    take their turns, so that neither can miss the other.
    """
    query = select(tables.contact).where(tables.contact.c.person.in_(versions)).with_for_update(**FOR_CHANGE)
    rows = session.execute(query.order_by(tables.contact.c.person))
    known = {row.person: row.version for row in rows}
    for person, version in sorted(versions.items()):
        if person not in known:
            session.execute(insert(tables.contact).values(person=person, version=version))
        elif known[person] < version:
            mine = tables.contact.c.person == person
            session.execute(update(tables.contact).where(mine).values(version=version))
    return {person: max(version, known.get(person, 0)) for person, version in versions.items()}
