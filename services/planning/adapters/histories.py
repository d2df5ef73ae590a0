"""Reads one child's history out of the tables, as the dated facts that duties are reckoned from."""

from collections.abc import Iterator
from datetime import date
from typing import TypeVar

from sqlalchemy import ScalarResult, Select, select
from sqlalchemy.orm import Session

from services.planning.adapters import tables
from services.planning.domain import vocabulary as words
from services.planning.domain.child import Assessment, RecordedCircumstance, RecordedEvent
from services.planning.domain.circulation import Circulation
from services.planning.domain.history import Circumstance, Happening, History
from services.planning.domain.meeting import Meeting
from services.planning.domain.plan import Plan

T = TypeVar("T")


def history_of(session: Session, child: str) -> History:
    """Everything a procedure may know of the child."""
    happenings = [
        *_assessments(session, child),
        *_meetings(session, child),
        *_plans(session, child),
        *_events(session, child),
    ]
    circumstances = _as_they_are(
        session, select(RecordedCircumstance).where(tables.recorded_circumstance.c.child == child)
    )
    return History(
        child, tuple(happenings), tuple(Circumstance(c.kind, c.since, c.until) for c in circumstances)
    )


def meetings_of(session: Session, child: str) -> list[Meeting]:
    """The child's meetings, earliest first."""
    query = select(Meeting).join(tables.subject).where(tables.subject.c.child == child)
    return list(_as_they_are(session, query.order_by(tables.meeting.c.starts)))


def plans_of(session: Session, child: str) -> list[Plan]:
    return list(_as_they_are(session, select(Plan).where(tables.plan.c.child == child)))


def _as_they_are(session: Session, query: Select[T]) -> ScalarResult[T]:
    """Fresh from the database: what this session read before it waited for a lock may be old by now."""
    return session.scalars(query, execution_options={"populate_existing": True})


def _assessments(session: Session, child: str) -> Iterator[Happening]:
    for assessment in _as_they_are(session, select(Assessment).where(tables.assessment.c.child == child)):
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
        for circulation in _as_they_are(session, circulations):
            if circulation.completed_on:
                yield Happening(circulation.id, words.CIRCULATED, circulation.completed_on, {}, meeting.id)


def _plans(session: Session, child: str) -> Iterator[Happening]:
    for plan in plans_of(session, child):
        if plan.agreed_on:
            yield Happening(f"{plan.id}/agreed", words.PLAN_AGREED, plan.agreed_on)
        if plan.ended_on:
            yield Happening(f"{plan.id}/ended", words.PLAN_ENDED, plan.ended_on)


def _events(session: Session, child: str) -> Iterator[Happening]:
    for event in _as_they_are(session, select(RecordedEvent).where(tables.recorded_event.c.child == child)):
        yield Happening(event.id, event.kind, event.on)
