"""Confirms who gets what of a meeting's papers, and says so for each person who is to get a copy."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from cin.v1 import circulation_pb2
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.planning.adapters import tables
from services.planning.adapters.histories import history_of
from services.planning.commands.desk import Desk, find, find_to_change, new_id
from services.planning.commands.reckon_duties import reckon_duties
from services.planning.domain.circulation import CannotCirculate, Circulation, Share, check_decision
from services.planning.domain.meeting import Meeting
from services.planning.domain.person import Person
from services.planning.procedures.circulation import Circulation as Owed
from services.planning.procedures.circulation import Standing, circulation_for


@dataclass(frozen=True)
class Decision:
    """One person's copy: whole, part (of these children) or nothing, with a reason where one is needed."""

    person: str
    view: str
    children: Sequence[str] = field(default_factory=tuple)
    reason: str = ""


def owed_circulation(desk: Desk, session: Session, meeting: Meeting) -> tuple[Owed, set[str]]:
    """What the procedure owes after this meeting, and the persons whom its clause names.

    Of several children the one whose papers are due first says by when; what holds one back holds all.
    """
    histories = (history_of(session, child) for child in meeting.children)
    asked = (circulation_for(desk.council, one, meeting.id, desk.working_days) for one in histories)
    each = [owed for owed in asked if owed]
    if not each:
        raise CannotCirculate("Record the meeting as held before deciding who gets its papers.")
    owed = min(each, key=lambda one: one.duty.due or date.max)
    held_back = dict.fromkeys(words for one in each for words in one.held_back)
    owed = replace(owed, duty=replace(owed.duty, shortfall=tuple(held_back)))
    standings = [
        Standing(
            a.person,
            invited=a.invited,
            attended=a.attended,
            party=a.party,
            family=find(session, Person, a.person).kind == "family",
            service_role=a.service_role,
        )
        for a in meeting.attendances
    ]
    return owed, {entitled.person for entitled in owed.entitled(standings)}


def check_gates(owed: Owed) -> None:
    """Raises CannotCirculate while a sign-off that the procedure asks for first is missing (SH9, GU7)."""
    if owed.held_back:
        raise CannotCirculate(f"Nothing has been sent. {' '.join(owed.held_back)}")


def circulation_of(session: Session, meeting: str) -> Circulation | None:
    """The circulation already decided for the meeting, if any."""
    return session.scalars(select(Circulation).where(tables.circulation.c.meeting == meeting)).first()


def decide_circulation(desk: Desk, meeting: str, decisions: Sequence[Decision], by: str) -> str:
    """The circulation's id. Deciding again reissues: a new version goes to everyone in the new decision."""
    with desk.act("decide_circulation") as session:
        found = find_to_change(session, Meeting, meeting)
        desk.about(session, *found.children)
        owed, entitled = owed_circulation(desk, session, found)
        circulation = _to_decide(desk, session, meeting, by)
        shares = [
            Share(circulation.id, each.person, each.view, _children(each, found), each.reason)
            for each in decisions
        ]
        check_decision(shares, entitled, found.children)
        check_gates(owed)
        if owed.duty.due is None:
            raise CannotCirculate("The council has not set by when this record is to go out.")
        circulation.by_when, circulation.clause = owed.duty.due, owed.duty.clause
        circulation.decided_by, circulation.decided_on = by, desk.today
        circulation.version += 1
        circulation.completed_on = None
        circulation.shares.clear()
        session.add(circulation)
        session.flush()
        circulation.shares.extend(shares)
        _say(desk, session, circulation, found)
        session.flush()
        for child in found.children:
            reckon_duties(desk, session, child)
        return circulation.id


def _to_decide(desk: Desk, session: Session, meeting: str, by: str) -> Circulation:
    """The meeting is locked, so that two cannot each begin one."""
    known = circulation_of(session, meeting)
    if known is None:
        return Circulation(new_id(), meeting, desk.today, "", by, desk.today, version=0)
    return find_to_change(session, Circulation, known.id)


def _children(decision: Decision, meeting: Meeting) -> list[str]:
    if decision.view == "whole":
        return meeting.children
    return sorted(set(decision.children) & set(meeting.children)) if decision.view == "part" else []


def _say(desk: Desk, session: Session, circulation: Circulation, meeting: Meeting) -> None:
    going = circulation.going_out()
    if not going:
        circulation.completed_on = desk.today  # everyone is refused, each with a reason
    for share in going:
        desk.announce(
            session,
            circulation_pb2.CirculationDue(
                circulation=circulation.id,
                version=circulation.version,
                meeting=meeting.id,
                person=share.person,
                view=share.view,
                children=share.children,
                by_when=circulation.by_when.isoformat(),
                clause=circulation.clause,
                copies=len(going),
                on=desk.today.isoformat(),
            ),
        )
