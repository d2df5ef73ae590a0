"""Reads one child's history out of the tables, as the dated facts that duties are reckoned from."""

from collections.abc import Collection, Iterator
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from services.planning.adapters import tables
from services.planning.adapters.facts_of_a_child import (
    allocations_of,
    approvals_of,
    as_they_are,
    circumstances_of,
    events_of,
    happenings_beside_meetings,
    of_child,
)
from services.planning.domain import vocabulary as words
from services.planning.domain.census import BASELINE
from services.planning.domain.child import Assessment, Child
from services.planning.domain.history import Happening, History
from services.planning.domain.meeting import HELD, SIGNED_OFF, WITH_THE_FAMILY, Meeting, SignOff
from services.planning.domain.plan import Plan


def history_of(session: Session, child: str) -> History:
    """Everything a procedure may know of the child."""
    allocations = allocations_of(session, child)
    happenings = [
        *_assessments(session, child),
        *_meetings(session, child),
        *_plans(session, child),
        *_events(session, child),
        *happenings_beside_meetings(session, child, allocations),
    ]
    whose = session.get(Child, child)
    known_from = whose.known_from if whose else None
    circumstances = circumstances_of(session, child, allocations)
    approvals = approvals_of(session, child)
    return History(child, tuple(happenings), circumstances, approvals, known_from)


def meetings_of(session: Session, child: str) -> list[Meeting]:
    """The child's meetings, earliest first."""
    query = select(Meeting).join(tables.subject).where(tables.subject.c.child == child)
    return list(as_they_are(session, query.order_by(tables.meeting.c.starts)))


def plans_of(session: Session, child: str) -> list[Plan]:
    return list(as_they_are(session, of_child(Plan, tables.plan), child=child))


def sign_offs_of(session: Session, meeting: str) -> list[SignOff]:
    """Every step on the way of the meeting's record; the last one holds."""
    query = select(SignOff).where(tables.sign_off.c.meeting == meeting)
    return list(as_they_are(session, query.order_by(tables.sign_off.c.number)))


def _assessments(session: Session, child: str) -> Iterator[Happening]:
    for assessment in as_they_are(session, of_child(Assessment, tables.assessment), child=child):
        steps: dict[str, date | None] = {
            words.ASSESSMENT_STARTED: assessment.started_on,
            words.ASSESSMENT_FINISHED: assessment.finished_on,
            words.ASSESSMENT_AUTHORISED: assessment.authorised_on,
        }
        for kind, day in steps.items():
            if day:
                properties = (
                    {words.OUTCOME: assessment.outcome} if kind == words.ASSESSMENT_AUTHORISED else {}
                )
                yield Happening(f"{assessment.id}/{kind.rpartition(' ')[2]}", kind, day, properties)


def _meetings(session: Session, child: str) -> Iterator[Happening]:
    """Reads columns, not meetings: who was invited to each is no fact that a duty is reckoned from."""
    held = session.execute(_held(), {"child": child}).all()
    for meeting in held:
        properties = {
            words.WITH_THE_FAMILY: meeting.state == WITH_THE_FAMILY,
            words.REVIEW_DATE: meeting.review_on,
            words.CHAIRED_BY: meeting.chair_role,
            words.EARLY: meeting.early,
            words.SPECIFIC: meeting.specific,
        }
        yield Happening(meeting.id, meeting.kind, meeting.starts.date(), properties)
    known = [meeting.id for meeting in held]
    if known:
        yield from _circulated(session, known)
        yield from _signed_off(session, known)


def _circulated(session: Session, meetings: Collection[str]) -> Iterator[Happening]:
    for one in session.execute(_complete(), {"meetings": meetings}):
        yield Happening(one.id, words.CIRCULATED, one.completed_on, {}, one.meeting)


def _signed_off(session: Session, meetings: Collection[str]) -> Iterator[Happening]:
    """Signed off again after a change it is the same happening, on another day."""
    last = {step.meeting: step for step in session.execute(_steps(), {"meetings": meetings})}
    for step in last.values():
        if step.state == SIGNED_OFF:
            yield Happening(f"{step.meeting}/signed off", words.SIGNED_OFF, step.on, {}, step.meeting)


def _plans(session: Session, child: str) -> Iterator[Happening]:
    for plan in session.execute(_plans_of(), {"child": child}):
        if plan.drafted_on:
            yield Happening(f"{plan.id}/drawn up", words.PLAN_DRAWN_UP, plan.drafted_on)
        if plan.agreed_on:
            interim = {words.INTERIM: plan.interim}
            yield Happening(f"{plan.id}/agreed", words.PLAN_AGREED, plan.agreed_on, interim)
        if plan.ended_on:
            yield Happening(f"{plan.id}/ended", words.PLAN_ENDED, plan.ended_on)


def _events(session: Session, child: str) -> Iterator[Happening]:
    for event in events_of(session, child):
        from_list = event.author == BASELINE and event.kind in words.MEETINGS
        yield Happening(event.id, event.kind, event.on, {words.WITH_THE_FAMILY: True} if from_list else {})


@cache
def _held() -> Select[Any]:
    table, subject = tables.meeting.c, tables.subject.c
    query = select(tables.meeting).join(tables.subject, subject.meeting == table.id)
    return query.where(subject.child == bindparam("child"), table.state.in_(HELD))


@cache
def _complete() -> Select[Any]:
    table = tables.circulation.c
    those = table.meeting.in_(bindparam("meetings", expanding=True))
    return select(table.id, table.meeting, table.completed_on).where(those, table.completed_on.is_not(None))


@cache
def _steps() -> Select[Any]:
    table = tables.sign_off.c
    those = table.meeting.in_(bindparam("meetings", expanding=True))
    return select(table.meeting, table.state, table.on).where(those).order_by(table.number)


@cache
def _plans_of() -> Select[Any]:
    return select(tables.plan).where(tables.plan.c.child == bindparam("child"))
