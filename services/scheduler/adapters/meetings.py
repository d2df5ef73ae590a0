"""Meetings as rows, and the newest contact version heard of each person."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from services.scheduler.adapters import tables
from services.scheduler.domain.attendance import Meeting
from services.scheduler.domain.meeting_time import MeetingTime


def find_meeting(session: Session, meeting: str, zone: ZoneInfo) -> Meeting | None:
    """Locked, so that whatever changes its invitations comes one after another."""
    query = select(tables.meeting).where(tables.meeting.c.id == meeting).with_for_update()
    row = session.execute(query).mappings().one_or_none()
    if row is None:
        return None
    time = MeetingTime(row["starts"].replace(tzinfo=zone), row["ends"].replace(tzinfo=zone))
    children = tuple(row["children"])
    return Meeting(row["id"], row["version"], time, children, row["sequence"], row["over"])


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


def newest_contacts(session: Session, persons: Sequence[str]) -> Mapping[str, int]:
    query = select(tables.contact.c.person, tables.contact.c.version)
    rows = session.execute(query.where(tables.contact.c.person.in_(persons)))
    return {row.person: row.version for row in rows}


def note_contact(session: Session, person: str, version: int) -> None:
    known = newest_contacts(session, [person]).get(person)
    if known is None:
        session.execute(insert(tables.contact).values(person=person, version=version))
    elif known < version:
        mine = tables.contact.c.person == person
        session.execute(update(tables.contact).where(mine).values(version=version))
