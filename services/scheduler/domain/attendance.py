"""Who of a meeting's invitees is invited, told of a change, readdressed or withdrawn when it changes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from services.scheduler.domain.invitation import (
    Guest,
    Invitation,
    Mint,
    Outcome,
    change,
    invite,
    readdress,
    withdraw,
)
from services.scheduler.domain.meeting_time import MeetingTime


@dataclass(frozen=True)
class Meeting:
    """A meeting as last heard. `sequence` counts its material changes; `over`: cancelled or recorded."""

    id: str
    version: int
    time: MeetingTime
    children: tuple[str, ...]
    sequence: int = 0
    over: bool = False

    def upcoming(self, today: date) -> bool:
        return not self.over and self.time.last_day >= today


def rearrange(
    meeting: Meeting,
    invitations: Mapping[str, Invitation],
    guests: Iterable[Guest],
    material: bool,
    mint: Mint,
) -> Iterator[Outcome]:
    """What becomes of each invitation, by person, where the meeting now has these guests."""
    wanted = {guest.person: guest for guest in guests}
    for person, invitation in invitations.items():
        if person not in wanted:
            yield withdraw(invitation, mint)
    for person, guest in wanted.items():
        known = invitations.get(person)
        if known is None:
            yield invite(meeting.id, guest, meeting.sequence, mint)
        else:
            yield _again(known, guest, material, mint)


def withdraw_all(invitations: Iterable[Invitation], mint: Mint) -> Iterator[Outcome]:
    return (withdraw(invitation, mint) for invitation in invitations)


def _again(known: Invitation, guest: Guest, material: bool, mint: Mint) -> Outcome:
    """A contact version that has been passed never comes back."""
    guest = replace(guest, contact_version=max(guest.contact_version, known.guest.contact_version))
    moved, issues = readdress(known, guest, mint)
    if issues:
        return moved, issues
    place_changed = guest.place_shown != known.guest.place_shown
    if material or place_changed or not known.standing:
        return change(moved, guest, mint)
    return replace(moved, guest=guest), []
