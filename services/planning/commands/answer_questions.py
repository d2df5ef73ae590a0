"""Keeps what a meeting's record answers where the procedure asks questions of it (OX27)."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.planning.adapters import tables
from services.planning.adapters.histories import history_of
from services.planning.commands.desk import Desk, find
from services.planning.domain.child import Child
from services.planning.domain.meeting import Answer, CannotChangeMeeting, Meeting
from services.planning.domain.vocabulary import EARLY
from services.planning.procedures.questions import Asked, asks_any, questions_for

Answers = Mapping[str, Sequence[str]]
"""By child, in the order of the questions; an empty text is no answer."""


def questions_of(desk: Desk, session: Session, meeting: Meeting, early: bool) -> dict[str, Asked]:
    """By child, what this meeting's record is asked; a child of whom nothing is asked is not in it."""
    if not asks_any(desk.council, meeting.kind, meeting.day):
        return {}
    properties = (EARLY,) if early else ()
    found = {
        child: questions_for(
            desk.council,
            history_of(session, child),
            desk.working_days,
            meeting.kind,
            meeting.day,
            properties,
        )
        for child in meeting.children
    }
    return {child: asked for child, asked in found.items() if asked}


def answers_of(session: Session, meeting: str, child: str) -> Sequence[Answer]:
    table = tables.meeting_answer.c
    query = select(Answer).where(table.meeting == meeting, table.child == child)
    return session.scalars(query.order_by(table.number)).all()


def answers_by_child(session: Session, meeting: Meeting) -> list[tuple[Child, Sequence[Answer]]]:
    """The children of whose record something was asked and answered, each with the answers."""
    found = [
        (find(session, Child, child), answers_of(session, meeting.id, child)) for child in meeting.children
    ]
    return [(child, answers) for child, answers in found if answers]


def keep_answers(desk: Desk, session: Session, meeting: Meeting, early: bool, answers: Answers) -> None:
    """Raises CannotChangeMeeting where a question that must be answered is not; keeps the others' answers."""
    for child, asked in questions_of(desk, session, meeting, early).items():
        given = [text.strip() for text in answers.get(child, ())]
        given += [""] * (len(asked.asks) - len(given))
        missing = [question for question, text in zip(asked.asks, given, strict=False) if not text]
        if asked.must and missing:
            raise CannotChangeMeeting(
                f"{asked.says} ({asked.clause}.) Still to be answered for each child: {' '.join(missing)}"
            )
        for old in answers_of(session, meeting.id, child):
            session.delete(old)
        session.flush()
        session.add_all(
            Answer(meeting.id, child, number, question, text)
            for number, (question, text) in enumerate(zip(asked.asks, given, strict=False), 1)
            if text
        )
