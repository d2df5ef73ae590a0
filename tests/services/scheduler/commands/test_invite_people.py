"""What planning says of a meeting becomes exactly the objects that each invitee is owed."""

from datetime import date

import pytest
from cin.v1 import delivery_pb2, invitation_pb2, meeting_pb2, person_pb2

from services.scheduler.adapters.invitations import invitations_of, newest_issues
from services.scheduler.commands.invite_people import (
    cancel_meeting,
    change_contact,
    invite_people,
    record_meeting,
)
from services.scheduler.commands.note_delivery import note_failed, note_sent
from tests.services.scheduler.said import FATHER, NURSE, arranged, guest, outbox, rearranged


def hear(desk, command, said):
    """What the scheduler says because of it: person, method, sequence, contact version."""
    before = len(outbox(desk))
    with desk.database.begin() as session:
        command(desk, session, said)
    return sorted(
        (due.person, due.method, due.sequence, due.contact_version) for due in outbox(desk)[before:]
    )


@pytest.fixture
def meeting(desk):
    hear(desk, invite_people, arranged())
    return desk


def contact_changed(version):
    return person_pb2.ContactChanged(person=FATHER, version=version, contact_version=version, on="2026-11-27")


def test_each_invitee_is_owed_a_request_of_their_own(desk):
    said = hear(desk, invite_people, arranged())
    assert said == [(FATHER, "REQUEST", 0, 1), (NURSE, "REQUEST", 0, 1)]
    one, other = outbox(desk)
    assert one.invitation != other.invitation and one.object != other.object
    assert one == invitation_pb2.InvitationDue(
        invitation=one.invitation,
        meeting="meeting-1",
        person=one.person,
        method="REQUEST",
        contact_version=1,
        children=["child-1"],
        on="2026-11-26",
        object=one.object,
    )


def test_a_material_change_asks_everybody_again(meeting):
    said = hear(meeting, invite_people, rearranged(2, starts="2026-12-09T10:30", material=True))
    assert said == [(FATHER, "REQUEST", 1, 1), (NURSE, "REQUEST", 1, 1)]


def test_a_new_time_asks_everybody_again_even_if_it_was_not_called_material(meeting):
    said = hear(meeting, invite_people, rearranged(2, ends="2026-12-09T12:00"))
    assert [sequence for _, _, sequence, _ in said] == [1, 1]


def test_a_change_of_people_asks_only_them(meeting):
    invitees = [guest(NURSE), guest("person-teacher")]
    said = hear(meeting, invite_people, rearranged(2, invitees=invitees))
    assert said == [(FATHER, "CANCEL", 1, 1), ("person-teacher", "REQUEST", 0, 1)]


def test_whoever_is_added_later_joins_at_the_current_sequence(meeting):
    hear(meeting, invite_people, rearranged(2, material=True))
    invitees = [guest(FATHER), guest(NURSE), guest("person-teacher")]
    said = hear(meeting, invite_people, rearranged(3, invitees=invitees))
    assert said == [("person-teacher", "REQUEST", 1, 1)]


def test_whoever_comes_back_keeps_their_uid_and_rises(meeting):
    with meeting.database.read() as session:
        uid = invitations_of(session, "meeting-1")[FATHER].uid
    hear(meeting, invite_people, rearranged(2, invitees=[guest(NURSE)]))
    said = hear(meeting, invite_people, rearranged(3))
    assert said == [(FATHER, "REQUEST", 2, 1)]
    with meeting.database.read() as session:
        assert invitations_of(session, "meeting-1")[FATHER].uid == uid


def test_a_place_that_is_no_longer_safe_is_taken_back_from_that_one_invitee(meeting):
    invitees = [guest(FATHER, place_shown=False), guest(NURSE)]
    said = hear(meeting, invite_people, rearranged(2, invitees=invitees))
    assert said == [(FATHER, "REQUEST", 1, 1)]


def test_a_version_that_was_passed_says_nothing(meeting):
    hear(meeting, invite_people, rearranged(3, material=True))
    assert hear(meeting, invite_people, rearranged(2, invitees=[], material=True)) == []
    cancelled = meeting_pb2.MeetingCancelled(meeting="meeting-1", version=3, on="2026-11-27")
    assert hear(meeting, cancel_meeting, cancelled) == []


def test_a_cancelled_meeting_is_cancelled_for_all_who_are_still_invited(meeting):
    hear(meeting, invite_people, rearranged(2, invitees=[guest(NURSE)]))
    cancelled = meeting_pb2.MeetingCancelled(meeting="meeting-1", version=3, on="2026-11-27")
    assert hear(meeting, cancel_meeting, cancelled) == [(NURSE, "CANCEL", 1, 1)]


def test_a_changed_contact_is_a_cancel_to_the_old_and_a_request_to_the_new(meeting):
    said = hear(meeting, change_contact, contact_changed(2))
    assert said == [(FATHER, "CANCEL", 1, 1), (FATHER, "REQUEST", 2, 2)]
    assert hear(meeting, change_contact, contact_changed(2)) == []


def test_the_same_contact_change_heard_twice_over_readdresses_once(meeting):
    invitees = [guest(FATHER, contact_version=2), guest(NURSE)]
    hear(meeting, change_contact, contact_changed(2))
    assert hear(meeting, invite_people, rearranged(2, invitees=invitees)) == []


def test_a_contact_changed_before_the_meeting_was_heard_of_is_used_from_the_start(desk):
    hear(desk, change_contact, contact_changed(5))
    assert hear(desk, invite_people, arranged())[0] == (FATHER, "REQUEST", 0, 5)


def test_a_contact_changed_after_the_day_of_the_meeting_says_nothing(meeting):
    meeting.clock.steer(date(2026, 12, 10))
    assert hear(meeting, change_contact, contact_changed(2)) == []


@pytest.mark.parametrize(
    ("outcome", "day", "said"),
    [
        ("held", "2026-12-09", []),
        ("held without the family", "2026-12-09", []),
        ("not held", "2026-12-10", []),
        ("not held", "2026-12-08", [(FATHER, "CANCEL", 1, 1), (NURSE, "CANCEL", 1, 1)]),
    ],
)
def test_a_recorded_meeting_is_only_cancelled_where_it_is_still_to_come(meeting, outcome, day, said):
    meeting.clock.steer(date.fromisoformat(day))
    recorded = meeting_pb2.MeetingRecorded(meeting="meeting-1", version=2, outcome=outcome, on=day)
    assert hear(meeting, record_meeting, recorded) == said


def test_nobody_is_invited_to_a_meeting_that_has_been(desk):
    assert hear(desk, invite_people, arranged(starts="2026-11-24T10:00", ends="2026-11-24T11:00")) == []


@pytest.mark.parametrize("day", ["2027-03-28", "2027-10-31"])
def test_a_time_that_no_calendar_can_show_is_refused_and_keeps_nothing(desk, day):
    with pytest.raises(ValueError, match="choose another time"):
        hear(desk, invite_people, arranged(starts=f"{day}T01:30", ends=f"{day}T04:00"))
    assert outbox(desk) == []


def test_what_became_of_an_object_is_kept_and_the_last_word_holds(meeting):
    due = next(said for said in outbox(meeting) if said.person == FATHER)
    usual = {"invitation": due.invitation, "method": "REQUEST", "sequence": 0, "on": "2026-11-27"}
    with meeting.database.begin() as session:
        note_sent(session, delivery_pb2.InvitationSent(**usual))
    assert states(meeting) == {FATHER: ("sent", ""), NURSE: ("due", "")}
    with meeting.database.begin() as session:
        note_failed(session, delivery_pb2.InvitationFailed(reason="bounced", **usual))
    assert states(meeting) == {FATHER: ("failed", "bounced"), NURSE: ("due", "")}


def states(desk):
    with desk.database.read() as session:
        return {row["person"]: (row["state"], row["reason"]) for row in newest_issues(session, "meeting-1")}
