"""One person's invitation to one meeting: its identity for life, and each object that is issued for it."""

import base64
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4, uuid5

_CAUSED = UUID("0f4c1c0a-6d1e-5b52-8f3e-9a7d5a1b2c33")


class Method(StrEnum):
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class Occasion(StrEnum):
    """Why an object is sent; the first word of its subject."""

    INVITATION = "Invitation"
    CHANGED = "Changed"
    CANCELLED = "Cancelled"


@dataclass(frozen=True)
class Guest:
    """One invitee as a meeting names them."""

    person: str
    role: str
    place_shown: bool
    contact_version: int


@dataclass(frozen=True)
class Invitation:
    """`uid` never changes; `token` changes with the contact, so that an old mailbox cannot answer for a new.

    `stamp` is the last DTSTAMP (UTC, whole seconds); `first_message` the Message-ID that this contact got
    first. `standing` is false once it was withdrawn.
    """

    id: str
    meeting: str
    uid: str
    guest: Guest
    token: str
    sequence: int
    standing: bool
    stamp: datetime | None = None
    first_message: str = ""


@dataclass(frozen=True)
class Issue:
    """One object to be fetched and sent: what is fixed here is the same however often it is fetched."""

    object: str
    invitation: str
    method: Method
    occasion: Occasion
    sequence: int
    guest: Guest
    token: str
    stamp: datetime
    message_id: str
    in_reply_to: str


Outcome = tuple[Invitation, list[Issue]]


@dataclass(frozen=True)
class Mint:
    """What is made anew: `domain` stands behind the @ of every UID; `now` is the civil clock's instant.

    `cause`: the event that it is made for. Heard once more after a restore, it makes the same identities, so
    that a mail that had left is known by its Message-ID.
    """

    domain: str
    now: datetime
    cause: str = ""

    def identity(self, *about: str) -> str:
        """Of what it is about; chance where there is no cause."""
        return str(uuid5(_CAUSED, " ".join((self.cause, *about)))) if self.cause else str(uuid4())

    def token(self) -> str:
        """128 bits in lower-case base32: mail servers fold the case of an address."""
        return base64.b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=").lower()

    def uid(self, meeting: str, person: str) -> str:
        return f"{self.identity('uid', meeting, person)}@{self.domain}"

    def message_id(self, identity: str) -> str:
        return f"<{identity}@{self.domain}>"

    def stamp(self, last: datetime | None) -> datetime:
        """Strictly later than the last: two objects of one second must still have an order."""
        now = self.now.astimezone(UTC).replace(microsecond=0)
        return now if last is None else max(now, last + timedelta(seconds=1))


def invite(meeting: str, guest: Guest, sequence: int, mint: Mint) -> Outcome:
    """A person newly added is invited at the meeting's current sequence."""
    identity, uid = mint.identity("invitation", meeting, guest.person), mint.uid(meeting, guest.person)
    fresh = Invitation(identity, meeting, uid, guest, mint.token(), sequence, standing=True)
    return _issue(fresh, Method.REQUEST, Occasion.INVITATION, mint)


def change(invitation: Invitation, guest: Guest, mint: Mint) -> Outcome:
    """Time or place changed, or somebody withdrawn is invited again."""
    occasion = Occasion.CHANGED if invitation.standing else Occasion.INVITATION
    raised = replace(invitation, guest=guest, sequence=invitation.sequence + 1, standing=True)
    return _issue(raised, Method.REQUEST, occasion, mint)


def withdraw(invitation: Invitation, mint: Mint) -> Outcome:
    if not invitation.standing:
        return invitation, []
    raised = replace(invitation, sequence=invitation.sequence + 1, standing=False)
    return _issue(raised, Method.CANCEL, Occasion.CANCELLED, mint)


def readdress(invitation: Invitation, guest: Guest, mint: Mint) -> Outcome:
    """A changed contact: the old mailbox gets a CANCEL, the new one a REQUEST with a token of its own."""
    if guest.contact_version <= invitation.guest.contact_version:
        return invitation, []
    withdrawn, cancel = withdraw(invitation, mint)
    anew = replace(withdrawn, token=mint.token(), first_message="")
    if not cancel:
        return replace(anew, guest=guest), []
    invited, request = change(anew, guest, mint)
    return invited, cancel + request


def _issue(invitation: Invitation, method: Method, occasion: Occasion, mint: Mint) -> Outcome:
    identity = mint.identity("object", invitation.id, method, str(invitation.sequence))
    message_id = mint.message_id(identity)
    stamp = mint.stamp(invitation.stamp)
    issue = Issue(
        identity,
        invitation.id,
        method,
        occasion,
        invitation.sequence,
        invitation.guest,
        invitation.token,
        stamp,
        message_id,
        invitation.first_message,
    )
    return replace(invitation, stamp=stamp, first_message=invitation.first_message or message_id), [issue]
