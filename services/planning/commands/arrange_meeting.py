"""Arranges a meeting, moves it, cancels it: the scheduler hears and invites."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cin.v1 import meeting_pb2
from sqlalchemy.orm import Session

from plumbing.database import put_once
from services.planning.adapters import tables
from services.planning.commands.decide_chair import check_chair, check_decider
from services.planning.commands.desk import Desk, find, find_to_change, new_id
from services.planning.domain.child import Child
from services.planning.domain.meeting import KINDS, Attendance, CannotChangeMeeting, Meeting, Subject
from services.planning.domain.person import Person
from services.planning.domain.staff import Staff


@dataclass(frozen=True)
class Guest:
    """Somebody to be invited. `place_shown`: the place is safe to print for them."""

    person: str
    place_shown: bool = False
    party: bool = False
    service_role: str = ""


@dataclass(frozen=True)
class Occasion:
    """When and where, in civil time."""

    starts: datetime
    ends: datetime
    place: str


@dataclass(frozen=True)
class Particulars:
    """Out of its turn, or for a purpose that the procedure names; who chose another chair than it asks for.

    `chair_decided_by` is a member of staff.
    """

    early: bool = False
    specific: bool = False
    chair_decided_by: str = ""
    chair_reason: str = ""


def arrange_meeting(
    desk: Desk,
    kind: str,
    children: Sequence[str],
    occasion: Occasion,
    chair: str,
    guests: Sequence[Guest],
    particulars: Particulars = Particulars(),
) -> str:
    """The new meeting's id."""
    _check(desk, kind, children, occasion, guests)
    check_chair(particulars.chair_decided_by, particulars.chair_reason)
    with desk.act("arrange_meeting", *children) as session:
        for child in children:
            find(session, Child, child)
        chairing = find(session, Staff, chair)
        if particulars.chair_decided_by:
            role = find(session, Staff, particulars.chair_decided_by).role
            check_decider(desk, session, kind, occasion.starts.date(), children, role)
        identity = new_id()
        meeting = Meeting(
            identity,
            kind,
            occasion.starts,
            occasion.ends,
            occasion.place,
            chair,
            chairing.role,
            early=particulars.early,
            specific=particulars.specific,
            chair_decided_by=particulars.chair_decided_by,
            chair_reason=particulars.chair_reason,
            subjects=[Subject(identity, child) for child in sorted(set(children))],
            attendances=[_attendance(identity, guest) for guest in guests],
        )
        session.add(meeting)
        session.flush()
        desk.announce(session, meeting_pb2.MeetingArranged(**_as_it_stands(desk, session, meeting)))
        return identity


def rearrange_meeting(desk: Desk, meeting: str, occasion: Occasion, guests: Sequence[Guest]) -> None:
    """Moves it and settles who is invited; whoever is left out now is sent a cancellation."""
    with desk.act("rearrange_meeting") as session:
        found = find_to_change(session, Meeting, meeting)
        desk.about(session, *found.children)
        _check(desk, found.kind, found.children, occasion, guests)
        material = found.move(occasion.starts, occasion.ends, occasion.place)
        kept = {attendance.person: attendance for attendance in found.attendances}
        found.attendances = [
            _settle(kept.get(guest.person), _attendance(meeting, guest), material) for guest in guests
        ]
        gone = kept.keys() - {guest.person for guest in guests}
        for person in sorted(gone):
            put_once(session, tables.left_out, {"meeting": meeting, "person": person})
        session.flush()
        said = _as_it_stands(desk, session, found)
        desk.announce(session, meeting_pb2.MeetingRearranged(**said, material=material))


def cancel_meeting(desk: Desk, meeting: str) -> None:
    with desk.act("cancel_meeting") as session:
        found = find_to_change(session, Meeting, meeting)
        desk.about(session, *found.children)
        found.cancel()
        desk.announce(
            session,
            meeting_pb2.MeetingCancelled(
                meeting=found.id,
                version=found.version,
                kind=found.kind,
                children=found.children,
                on=desk.today.isoformat(),
            ),
        )


def _check(
    desk: Desk, kind: str, children: Sequence[str], occasion: Occasion, guests: Sequence[Guest]
) -> None:
    if kind not in KINDS:
        raise CannotChangeMeeting(f"A meeting is one of: {', '.join(KINDS)}.")
    if not children:
        raise CannotChangeMeeting("Choose at least one child whom the meeting is about.")
    if not guests:
        raise CannotChangeMeeting("Choose at least one person to invite.")
    if len({guest.person for guest in guests}) != len(guests):
        raise CannotChangeMeeting("Somebody is invited twice: choose each person once.")
    if occasion.ends <= occasion.starts:
        raise CannotChangeMeeting("The meeting must end after it starts.")
    if occasion.starts.date() < desk.today:
        raise CannotChangeMeeting("Nobody can be invited to the past: choose today or a later day.")


def _attendance(meeting: str, guest: Guest) -> Attendance:
    return Attendance(
        meeting,
        guest.person,
        party=guest.party,
        service_role=guest.service_role,
        place_shown=guest.place_shown,
    )


def _settle(known: Attendance | None, wanted: Attendance, material: bool) -> Attendance:
    if known is None:
        return wanted
    known.party, known.service_role = wanted.party, wanted.service_role
    known.place_shown = wanted.place_shown
    if material:
        known.answer = ""
    return known


def _as_it_stands(desk: Desk, session: Session, meeting: Meeting) -> dict[str, Any]:
    invitees = [
        meeting_pb2.Invitee(
            person=attendance.person,
            role="required",
            place_shown=attendance.place_shown,
            contact_version=find(session, Person, attendance.person).contact_version,
        )
        for attendance in meeting.invited()
    ]
    return {
        "meeting": meeting.id,
        "version": meeting.version,
        "kind": meeting.kind,
        "starts": meeting.starts.isoformat(timespec="minutes"),
        "ends": meeting.ends.isoformat(timespec="minutes"),
        "children": meeting.children,
        "invitees": invitees,
        "on": desk.today.isoformat(),
    }
