"""The mails of some meetings as the product makes them, without a database, a bus or a mail server."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from cin.v1 import claims_pb2

from services.notifications.adapters.mail_messages import invitation_mail
from services.scheduler.adapters.invitations import Filed
from services.scheduler.commands.build_object import compose
from services.scheduler.domain.invitation import Guest, Mint, invite
from services.scheduler.domain.meeting_time import meeting_time

_ZONE = ZoneInfo("Europe/London")
_DOMAIN = "meetings.example.org"


def compose_all(meetings: Sequence[dict[str, Any]]) -> list[bytes]:
    """What is minted for each, the object, its words, and the bytes that would leave."""
    return [_mail(meeting, invitee) for meeting in meetings for invitee in meeting["invitees"]]


def _mail(meeting: dict[str, Any], invitee: dict[str, str]) -> bytes:
    mint = Mint(_DOMAIN, datetime.now(UTC))
    guest = Guest(str(uuid4()), "required", True, 1)
    invitation, issues = invite("meeting", guest, 0, mint)
    time = meeting_time(meeting["starts"], meeting["ends"], _ZONE)
    details = claims_pb2.InviteeDetails(
        person=guest.person,
        name=invitee["name"],
        mail=invitee["mail"],
        place=meeting["place"],
        office_phone=meeting["phone"],
        organiser="Meetings",
    )
    said = compose(Filed(issues[0], time, invitation.uid, "meeting"), details, _DOMAIN)
    return invitation_mail(said, datetime.now(_ZONE))
