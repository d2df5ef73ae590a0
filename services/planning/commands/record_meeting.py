"""Records what became of a meeting: who came, the minutes, and the date of the review that it set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cin.v1 import meeting_pb2
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.planning.adapters import tables
from services.planning.commands.answer_questions import Answers, keep_answers
from services.planning.commands.desk import Desk, find, find_to_change
from services.planning.commands.reckon_duties import reckon_duties
from services.planning.commands.sign_off_record import note_changed_record
from services.planning.domain.meeting import (
    WITH_THE_FAMILY,
    WITHOUT_THE_FAMILY,
    CannotChangeMeeting,
    Meeting,
    MinutesPart,
)
from services.planning.domain.person import Person


@dataclass(frozen=True)
class MeetingRecord:
    """`about_all`: the part of the minutes that is about no one child; `about`: a part for each child.

    `early` and `specific` empty: as they were when it was arranged. `answers`: to what the procedure asks.
    """

    outcome: str
    attended: frozenset[str] = frozenset()
    uninvited: frozenset[str] = frozenset()
    review_on: date | None = None
    about_all: str = ""
    about: Mapping[str, str] = field(default_factory=dict)
    early: bool | None = None
    specific: bool | None = None
    answers: Answers = field(default_factory=dict)


def record_meeting(desk: Desk, meeting: str, record: MeetingRecord, by: str = "") -> None:
    """Keeps the record and reckons every child's duties again. A second record corrects the first.

    A correction of what was signed off waits to be signed off again.
    """
    with desk.act("record_meeting") as session:
        found = find_to_change(session, Meeting, meeting)
        desk.about(session, *found.children)
        _check_family(session, record)
        before = _facts(found)
        found.record(
            record.outcome, set(record.attended), set(record.uninvited), record.review_on, desk.today
        )
        found.early = found.early if record.early is None else record.early
        found.specific = found.specific if record.specific is None else record.specific
        if record.outcome != "not held":
            keep_answers(desk, session, found, found.early, record.answers)
        rewritten = record.outcome != "not held" and _keep_minutes(session, found, record)
        session.flush()
        if rewritten or _facts(found) != before:
            note_changed_record(desk, session, found, by)
        desk.announce(
            session,
            meeting_pb2.MeetingRecorded(
                meeting=found.id,
                version=found.version,
                kind=found.kind,
                children=found.children,
                outcome=found.state,
                held=found.day.isoformat(),
                on=desk.today.isoformat(),
            ),
        )
        for child in found.children:
            reckon_duties(desk, session, child)


def minutes_of(session: Session, meeting: str) -> Sequence[MinutesPart]:
    """The parts of the latest version, the one about all first; empty where none is written."""
    table = tables.minutes_part.c
    latest = select(func.max(table.version)).where(table.meeting == meeting).scalar_subquery()
    query = select(MinutesPart).where(table.meeting == meeting, table.version == latest)
    return session.scalars(query.order_by(table.child)).all()


def _facts(meeting: Meeting) -> tuple[object, ...]:
    """What a record says beside its minutes."""
    came = sorted(attendance.person for attendance in meeting.attendances if attendance.attended)
    return meeting.state, meeting.review_on, meeting.early, meeting.specific, came


def _keep_minutes(session: Session, meeting: Meeting, record: MeetingRecord) -> bool:
    """Whether they are new."""
    unknown = set(record.about) - set(meeting.children)
    if unknown:
        raise CannotChangeMeeting("The minutes speak of a child whom this meeting is not about.")
    parts = {"": record.about_all} | dict(record.about)
    before = {part.child: part.text for part in minutes_of(session, meeting.id)}
    if before == parts:
        return False
    version = max((part.version for part in minutes_of(session, meeting.id)), default=0) + 1
    session.add_all(MinutesPart(meeting.id, version, child, text) for child, text in parts.items())
    return True


def _check_family(session: Session, record: MeetingRecord) -> None:
    """ "With the family" is what the clocks turn on (NC14), so it must agree with who came."""
    came = record.attended | record.uninvited
    family = any(find(session, Person, person).kind == "family" for person in came)
    if record.outcome == WITH_THE_FAMILY and not family:
        raise CannotChangeMeeting(
            "Nobody of the family is marked as having come: choose held without the family, or mark who came."
        )
    if record.outcome == WITHOUT_THE_FAMILY and family:
        raise CannotChangeMeeting("Somebody of the family is marked as having come: choose held.")
