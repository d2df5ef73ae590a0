"""Issues what each invitee of a meeting is owed as it is arranged, changed, cancelled or recorded."""

from collections.abc import Iterable
from dataclasses import replace

from cin.v1 import invitation_pb2, meeting_pb2, person_pb2
from sqlalchemy.orm import Session

from services.scheduler.adapters.invitations import (
    add_issue,
    invitations_of,
    keep_invitation,
    meetings_of,
)
from services.scheduler.adapters.meetings import (
    find_meeting,
    keep_meeting,
    note_contacts,
)
from services.scheduler.commands.desk import Desk
from services.scheduler.domain.attendance import Meeting, rearrange, withdraw_all
from services.scheduler.domain.invitation import Guest, Issue, Method, Outcome, readdress
from services.scheduler.domain.meeting_time import MeetingTime, meeting_time

Stands = meeting_pb2.MeetingArranged | meeting_pb2.MeetingRearranged


def invite_people(desk: Desk, session: Session, said: Stands) -> None:
    """Raises ValueError for a time that no calendar could show: the message is parked for a person.

    Contacts are locked before the meeting, as by a changed contact; the other way round the two could wait
    for each other.
    """
    guests = _guests(session, said.invitees)
    known = find_meeting(session, said.meeting, desk.zone)
    if known and said.version <= known.version:
        return
    time = meeting_time(said.starts, said.ends, desk.zone)
    moved = known is not None and time != known.time
    material = moved or (isinstance(said, meeting_pb2.MeetingRearranged) and said.material)
    sequence = known.sequence + material if known else 0
    meeting = Meeting(said.meeting, said.version, time, tuple(said.children), sequence)
    keep_meeting(session, meeting, new=known is None)
    if meeting.upcoming(desk.today):
        held = invitations_of(session, meeting.id)
        outcomes = rearrange(meeting, held, guests, material, desk.mint())
        _issue(desk, session, meeting, outcomes, known.time if known else time)


def cancel_meeting(desk: Desk, session: Session, said: meeting_pb2.MeetingCancelled) -> None:
    _end(desk, session, said.meeting, said.version, withdrawn=True)


def record_meeting(desk: Desk, session: Session, said: meeting_pb2.MeetingRecorded) -> None:
    """A meeting that took place, or whose day has gone, leaves nothing to cancel."""
    _end(desk, session, said.meeting, said.version, withdrawn=said.outcome == "not held")


def change_contact(desk: Desk, session: Session, said: person_pb2.ContactChanged) -> None:
    """Readdresses the person's invitations to meetings still to come."""
    note_contacts(session, {said.person: said.contact_version})
    for meeting_id in meetings_of(session, said.person):
        meeting = find_meeting(session, meeting_id, desk.zone)
        if meeting and meeting.upcoming(desk.today):
            known = invitations_of(session, meeting_id)[said.person]
            guest = replace(known.guest, contact_version=said.contact_version)
            _issue(desk, session, meeting, [readdress(known, guest, desk.mint())], meeting.time)


def _end(desk: Desk, session: Session, meeting_id: str, version: int, *, withdrawn: bool) -> None:
    known = find_meeting(session, meeting_id, desk.zone)
    if known is None or version <= known.version:
        return
    keep_meeting(session, replace(known, version=version, over=True), new=False)
    if withdrawn and known.upcoming(desk.today):
        held = invitations_of(session, meeting_id)
        _issue(desk, session, known, withdraw_all(held.values(), desk.mint()), known.time)


def _guests(session: Session, invitees: Iterable[meeting_pb2.Invitee]) -> list[Guest]:
    said = list(invitees)
    newest = note_contacts(session, {invitee.person: invitee.contact_version for invitee in said})
    return [
        Guest(invitee.person, invitee.role, invitee.place_shown, newest[invitee.person]) for invitee in said
    ]


def _issue(
    desk: Desk, session: Session, meeting: Meeting, outcomes: Iterable[Outcome], was: MeetingTime
) -> None:
    """A cancellation names the time as it was: whoever is out must not learn where the meeting went."""
    known = {held.id for held in invitations_of(session, meeting.id).values()}
    for invitation, issues in outcomes:
        keep_invitation(session, invitation, new=invitation.id not in known)
        for issue in issues:
            time = was if issue.method is Method.CANCEL else meeting.time
            add_issue(session, issue, time, desk.today)
            desk.announce(session, _due(desk, meeting, issue))


def _due(desk: Desk, meeting: Meeting, issue: Issue) -> invitation_pb2.InvitationDue:
    return invitation_pb2.InvitationDue(
        invitation=issue.invitation,
        meeting=meeting.id,
        person=issue.guest.person,
        method=issue.method.value,
        sequence=issue.sequence,
        contact_version=issue.guest.contact_version,
        children=meeting.children,
        on=desk.today.isoformat(),
        object=issue.object,
    )
