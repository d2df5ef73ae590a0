"""Reads one child's history out of the tables, as the dated facts that duties are reckoned from."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.planning.adapters import tables
from services.planning.domain import vocabulary as words
from services.planning.domain.child import Assessment, RecordedCircumstance, RecordedEvent
from services.planning.domain.circulation import Circulation
from services.planning.domain.history import Circumstance, Happening, History
from services.planning.domain.meeting import Meeting
from services.planning.domain.plan import Plan


def history_of(session: Session, child: str) -> History:
    """Everything a procedure may know of the child."""
    happenings = [
        *_assessments(session, child),
        *_meetings(session, child),
        *_plans(session, child),
        *_events(session, child),
    ]
    circumstances = session.scalars(
        select(RecordedCircumstance).where(tables.recorded_circumstance.c.child == child)
    )
    return History(
        child, tuple(happenings), tuple(Circumstance(c.kind, c.since, c.until) for c in circumstances)
    )


def meetings_of(session: Session, child: str) -> list[Meeting]:
    """The child's meetings, earliest first."""
    query = select(Meeting).join(tables.subject).where(tables.subject.c.child == child)
    return list(session.scalars(query.order_by(tables.meeting.c.starts)))


def plans_of(session: Session, child: str) -> list[Plan]:
    return list(session.scalars(select(Plan).where(tables.plan.c.child == child)))


def _assessments(session: Session, child: str) -> Iterator[Happening]:
    for assessment in session.scalars(select(Assessment).where(tables.assessment.c.child == child)):
        steps: dict[str, date | None] = {
            words.ASSESSMENT_STARTED: assessment.started_on,
            words.ASSESSMENT_FINISHED: assessment.finished_on,
            words.ASSESSMENT_AUTHORISED: assessment.authorised_on,
        }
        for kind, day in steps.items():
            if day:
                yield Happening(f"{assessment.id}/{kind.rpartition(' ')[2]}", kind, day)


def _meetings(session: Session, child: str) -> Iterator[Happening]:
    for meeting in meetings_of(session, child):
        if not meeting.was_held:
            continue
        properties = {
            words.WITH_THE_FAMILY: meeting.state == "held",
            words.REVIEW_DATE: meeting.review_on,
            words.CHAIRED_BY: meeting.chair_role,
        }
        yield Happening(meeting.id, meeting.kind, meeting.day, properties)
        circulations = select(Circulation).where(tables.circulation.c.meeting == meeting.id)
        for circulation in session.scalars(circulations):
            if circulation.completed_on:
                yield Happening(circulation.id, words.CIRCULATED, circulation.completed_on, {}, meeting.id)


def _plans(session: Session, child: str) -> Iterator[Happening]:
    for plan in plans_of(session, child):
        if plan.agreed_on:
            yield Happening(f"{plan.id}/agreed", words.PLAN_AGREED, plan.agreed_on)
        if plan.ended_on:
            yield Happening(f"{plan.id}/ended", words.PLAN_ENDED, plan.ended_on)


def _events(session: Session, child: str) -> Iterator[Happening]:
    for event in session.scalars(select(RecordedEvent).where(tables.recorded_event.c.child == child)):
        yield Happening(event.id, event.kind, event.on)
