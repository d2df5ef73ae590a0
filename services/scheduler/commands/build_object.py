"""Builds an issued object when it is fetched, for the contact that planning gives; keeps nothing of it."""

from collections.abc import Callable

from cin.v1 import claims_pb2

from plumbing.neighbour import Neighbour
from services.scheduler.adapters.calendar_object import Entry, Party, calendar_object
from services.scheduler.adapters.invitations import Filed, find_issue
from services.scheduler.adapters.meetings import children_of
from services.scheduler.commands.desk import Desk
from services.scheduler.domain.invitation import Method
from services.scheduler.domain.wording import Words, words

Noting = Callable[[list[str]], None]


class NoSuchObject(Exception):
    """No object with this id was ever issued for this invitation."""


def build_object(
    desk: Desk, planning: Neighbour, invitation: str, object_id: str, noting: Noting
) -> claims_pb2.InvitationObject:
    """Raises NoSuchObject, NeighbourDown, NeighbourRefused. `noting` hears whose meeting it is, first."""
    with desk.database.read() as session:
        filed = find_issue(session, invitation, object_id, desk.zone)
        children = children_of(session, filed.meeting) if filed else []
    if filed is None:
        raise NoSuchObject("no such object was issued for this invitation")
    noting(children)
    details = _ask(planning, filed)
    return compose(filed, details, desk.meetings_domain)


def compose(filed: Filed, details: claims_pb2.InviteeDetails, domain: str) -> claims_pb2.InvitationObject:
    """Without a safe mailbox there is no object: `attendee` and `ics` stay empty, the words stand."""
    issue = filed.issue
    shown = issue.guest.place_shown and issue.method is Method.REQUEST
    place = details.place if shown else ""
    told = words(issue.occasion, details.name, filed.time, place, details.office_phone)
    organiser = Party(f"m+{issue.token}@{details.meetings_domain or domain}", details.organiser or "Meetings")
    return claims_pb2.InvitationObject(
        invitation=issue.invitation,
        method=issue.method.value,
        sequence=issue.sequence,
        ics=_calendar(filed, details, organiser, told, place) if details.mail else b"",
        attendee=details.mail,
        attendee_name=details.name,
        organiser=organiser.mail,
        organiser_name=organiser.name,
        subject=told.subject,
        text=told.text,
        html=told.html,
        person=issue.guest.person,
        message_id=issue.message_id,
        in_reply_to=issue.in_reply_to,
    )


def _ask(planning: Neighbour, filed: Filed) -> claims_pb2.InviteeDetails:
    guest = filed.issue.guest
    return planning.claim(
        f"/claims/meetings/{filed.meeting}/invitees/{guest.person}?contact_version={guest.contact_version}",
        claims_pb2.InviteeDetails,
        action="claim_invitee",
        thing=filed.meeting,
    )


def _calendar(
    filed: Filed, details: claims_pb2.InviteeDetails, organiser: Party, told: Words, place: str
) -> bytes:
    issue = filed.issue
    entry = Entry(
        method=issue.method,
        uid=filed.uid,
        sequence=issue.sequence,
        stamp=issue.stamp,
        time=filed.time,
        organiser=organiser,
        attendee=Party(details.mail, details.name),
        required=issue.guest.role != "optional",
        description=told.entry,
        place=place,
    )
    return calendar_object(entry)
