"""An invitation keeps its UID for life, and every object of it comes strictly after the last."""

import re
from dataclasses import replace
from datetime import UTC, datetime

from services.scheduler.domain.invitation import (
    Guest,
    Method,
    Mint,
    Occasion,
    change,
    invite,
    readdress,
    withdraw,
)

MINT = Mint("meetings.example.org", datetime(2026, 11, 26, 9, 30, 0, 500_000, UTC))
FATHER = Guest("person-father", "required", True, 1)


def test_a_first_object_is_a_request_at_the_meetings_sequence():
    invitation, (issue,) = invite("meeting", FATHER, 3, MINT)
    assert (issue.method, issue.occasion, issue.sequence) == (Method.REQUEST, Occasion.INVITATION, 3)
    assert issue.stamp == datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
    assert issue.in_reply_to == ""
    assert invitation.first_message == issue.message_id


def test_uid_and_token_are_of_the_invitations_own():
    one, _ = invite("meeting", FATHER, 0, MINT)
    other, _ = invite("meeting", replace(FATHER, person="person-nurse"), 0, MINT)
    assert one.uid != other.uid and one.token != other.token
    assert re.fullmatch(r"[0-9a-f-]{36}@meetings\.example\.org", one.uid)
    assert re.fullmatch(r"[a-z2-7]{26}", one.token)  # 130 bits' room for 128


def test_the_same_event_heard_once_more_makes_the_same_identities_and_another_event_others():
    made = [invite("meeting", FATHER, 0, replace(MINT, cause=cause)) for cause in ("e1", "e1", "e2")]
    known = [(invitation.id, invitation.uid, issue.object, issue.message_id) for invitation, (issue,) in made]
    assert known[0] == known[1] and not set(known[0]) & set(known[2])
    assert len(set(known[0][:3])) == 3
    life, (first,) = made[0]
    _, (second,) = change(life, FATHER, replace(MINT, cause="e1"))
    assert second.object != first.object


def test_a_life_of_an_invitation_keeps_uid_and_token_and_only_rises():
    invited, first = invite("meeting", FATHER, 0, MINT)
    changed, second = change(invited, FATHER, MINT)
    withdrawn, third = withdraw(changed, MINT)
    again, fourth = change(withdrawn, FATHER, MINT)
    issues = first + second + third + fourth
    assert {invited.uid, changed.uid, withdrawn.uid, again.uid} == {invited.uid}
    assert {issue.token for issue in issues} == {invited.token}
    assert [issue.sequence for issue in issues] == [0, 1, 2, 3]
    assert [issue.method for issue in issues] == ["REQUEST", "REQUEST", "CANCEL", "REQUEST"]
    assert [issue.occasion for issue in issues] == ["Invitation", "Changed", "Cancelled", "Invitation"]
    stamps = [issue.stamp for issue in issues]
    assert stamps == sorted(set(stamps))
    assert {issue.in_reply_to for issue in issues[1:]} == {issues[0].message_id}


def test_a_clock_set_back_does_not_set_dtstamp_back():
    invited, (first,) = invite("meeting", FATHER, 0, MINT)
    yesterday = replace(MINT, now=datetime(2026, 11, 25, 9, 30, tzinfo=UTC))
    _, (second,) = change(invited, FATHER, yesterday)
    assert second.stamp > first.stamp


def test_a_changed_contact_cancels_the_old_mailbox_and_invites_the_new_with_a_new_token():
    invited, (first,) = invite("meeting", FATHER, 0, MINT)
    moved, (cancel, request) = readdress(invited, replace(FATHER, contact_version=2), MINT)
    assert moved.uid == invited.uid
    assert (cancel.method, cancel.guest.contact_version, cancel.token) == ("CANCEL", 1, first.token)
    assert (request.method, request.guest.contact_version) == ("REQUEST", 2)
    assert request.token != first.token
    assert (cancel.sequence, request.sequence) == (1, 2)
    assert cancel.in_reply_to == first.message_id
    assert request.in_reply_to == ""  # the new mailbox never had the first


def test_a_contact_version_that_was_passed_changes_nothing():
    invited, _ = invite("meeting", replace(FATHER, contact_version=4), 0, MINT)
    assert readdress(invited, replace(FATHER, contact_version=4), MINT) == (invited, [])


def test_whoever_was_withdrawn_is_not_withdrawn_twice():
    withdrawn, _ = withdraw(invite("meeting", FATHER, 0, MINT)[0], MINT)
    assert withdraw(withdrawn, MINT) == (withdrawn, [])
