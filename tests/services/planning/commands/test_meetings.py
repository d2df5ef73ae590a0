"""Arranging, recording and circulating, at the desk."""

from datetime import date, datetime

import pytest

from services.planning.adapters.duties import duties_of
from services.planning.commands.answer_claims import copy_content, invitee, protected_around, recipient
from services.planning.commands.arrange_meeting import Guest, Occasion, arrange_meeting, rearrange_meeting
from services.planning.commands.change_contact import change_contact
from services.planning.commands.decide_circulation import Decision, decide_circulation
from services.planning.commands.desk import find
from services.planning.commands.record_assessment import record_assessment
from services.planning.commands.record_meeting import MeetingRecord, record_meeting
from services.planning.domain.circulation import CannotCirculate, Circulation
from services.planning.domain.meeting import Answer, CannotChangeMeeting
from services.planning.procedures.rules import PRODUCT_DEFAULT
from tests.cast import JOAN
from tests.services.planning.commands.conftest import Office

TODAY = date(2026, 12, 18)
AT_TEN = Occasion(datetime(2026, 12, 18, 10), datetime(2026, 12, 18, 11), "Civic Centre")


def _arranged(office: Office) -> str:
    guests = [Guest(office.mother), Guest(office.father), Guest(office.visitor, place_shown=True)]
    return arrange_meeting(
        office.desk, "planning meeting", [office.noor, office.sami], AT_TEN, JOAN.id, guests
    )


def _held(office: Office, review_on: date | None = date(2027, 6, 10)) -> str:
    office.assessed(date(2026, 12, 4))
    meeting = _arranged(office)
    about = {office.noor: "About N.", office.sami: "About S."}
    record = MeetingRecord(
        "held", frozenset({office.mother}), review_on=review_on, about_all="All.", about=about
    )
    record_meeting(office.desk, meeting, record)
    return meeting


def _duty(office: Office, name: str, child: str = "") -> object:
    with office.desk.database.read() as read:
        return next(d for d in duties_of(read, child or office.noor) if d.name == name and d.due)


def test_nobody_is_invited_to_the_past(office: Office) -> None:
    past = Occasion(datetime(2026, 12, 17, 10), datetime(2026, 12, 17, 11), "")
    with pytest.raises(CannotChangeMeeting, match="Nobody can be invited to the past"):
        arrange_meeting(office.desk, "review", [office.noor], past, JOAN.id, [Guest(office.mother)])


def test_nc14_with_the_family_must_agree_with_who_came(office: Office) -> None:
    meeting = _arranged(office)
    with pytest.raises(CannotChangeMeeting, match="Nobody of the family"):
        record_meeting(office.desk, meeting, MeetingRecord("held", frozenset({office.visitor})))
    with pytest.raises(CannotChangeMeeting, match="choose held"):
        came = frozenset({office.mother})
        record_meeting(office.desk, meeting, MeetingRecord("held without the family", came))


def test_nc5_reading_7_held_without_a_review_date_leaves_the_duty_open_and_says_what_is_missing(
    office: Office,
) -> None:
    _held(office, review_on=None)
    duty = _duty(office, "planning meeting")
    assert duty.state == "open" and duty.shortfall  # type: ignore[attr-defined]  # a Duty, found by name


def test_a_corrected_date_moves_the_same_duty_and_says_so(office: Office) -> None:
    office.assessed(date(2026, 12, 4))
    before = _duty(office, "planning meeting")
    for step in ("started", "finished", "authorised"):
        record_assessment(office.desk, office.noor, step, date(2026, 12, 3), "martin")
    after = _duty(office, "planning meeting")
    assert before.id == after.id  # type: ignore[attr-defined]  # Duties, found by name
    moved = [message for name, message in office.said() if name == "DutyMoved"]
    assert [(m.was_due, m.duty.due) for m in moved] == [("2027-01-04", "2027-01-03")]


def test_nc15_everybody_invited_is_asked_about_and_one_message_goes_for_each_copy(office: Office) -> None:
    meeting = _held(office)
    with pytest.raises(CannotCirculate, match="1 not decided"):
        some = [Decision(office.mother, "whole"), Decision(office.visitor, "whole")]
        decide_circulation(office.desk, meeting, some, "amina")
    decisions = [
        Decision(office.mother, "whole"),
        Decision(office.father, "part", [office.noor]),
        Decision(office.visitor, "nothing", reason="on leave; asked not to have it"),
    ]
    decide_circulation(office.desk, meeting, decisions, "amina")
    due = [message for name, message in office.said() if name == "CirculationDue"]
    assert {(m.person, m.view, m.copies, m.by_when) for m in due} == {
        (office.mother, "whole", 2, "2027-01-06"),
        (office.father, "part", 2, "2027-01-06"),
    }


def test_where_everybody_is_refused_with_a_reason_the_circulation_is_complete(office: Office) -> None:
    meeting = _held(office)
    people = (office.mother, office.father, office.visitor)
    decide_circulation(
        office.desk, meeting, [Decision(p, "nothing", reason="sealed by the court") for p in people], "amina"
    )
    assert _duty(office, "circulate after planning meeting").state == "met"  # type: ignore[attr-defined]  # a Duty


def test_a_fathers_part_holds_his_child_and_nothing_about_all_or_of_the_other(office: Office) -> None:
    """Reading 27."""
    meeting = _held(office)
    decisions = [
        Decision(office.mother, "whole"),
        Decision(office.father, "part", [office.noor]),
        Decision(office.visitor, "whole"),
    ]
    circulation = decide_circulation(office.desk, meeting, decisions, "amina")
    text = str(copy_content(office.desk, circulation, office.father))
    assert "About N." in text and "About S." not in text and "All." not in text and "Sami" not in text
    hidden = {value.value for value in recipient(office.desk, circulation, office.father).hidden}
    assert "17 Harbour Street" in hidden and "88 Shields Road" not in hidden


def test_ox27_the_answers_about_a_child_stand_in_every_copy_about_that_child(office: Office) -> None:
    meeting = _held(office)
    with office.desk.database.begin() as session:
        session.add(Answer(meeting, office.noor, 1, "Why does the plan go on?", "N. is not safe yet."))
        session.add(Answer(meeting, office.sami, 1, "Why does the plan go on?", "S. is not well yet."))
    decisions = [
        Decision(office.mother, "whole"),
        Decision(office.father, "part", [office.noor]),
        Decision(office.visitor, "whole"),
    ]
    circulation = decide_circulation(office.desk, meeting, decisions, "amina")
    sections = copy_content(office.desk, circulation, office.mother).sections
    found = {one.heading: list(one.paragraphs) for one in sections if "Why" in one.heading}
    assert {heading.partition(": ")[2] for heading in found} == {"Why does the plan go on?"}
    assert sorted(found.values()) == [["N. is not safe yet."], ["S. is not well yet."]]
    his = str(copy_content(office.desk, circulation, office.father))
    assert "N. is not safe yet." in his and "S. is not well yet." not in his


def test_a_copy_names_the_clause_that_asks_for_it_but_never_a_default_of_the_product(office: Office) -> None:
    meeting = _held(office)
    people = (office.mother, office.father, office.visitor)
    circulation = decide_circulation(office.desk, meeting, [Decision(p, "whole") for p in people], "amina")
    assert copy_content(office.desk, circulation, office.mother).clause == "Newcastle 1.6"
    with office.desk.database.begin() as session:
        find(session, Circulation, circulation).clause = PRODUCT_DEFAULT
    assert copy_content(office.desk, circulation, office.mother).clause == ""


def test_what_is_hidden_is_that_of_the_family_and_not_of_strangers(office: Office) -> None:
    with office.desk.database.read() as read:
        values = {value.value for value in protected_around(read, [office.sami])}
    assert {"17 Harbour Street", "88 Shields Road"} <= values  # Karim is kin through Noor


def test_an_invitation_shows_the_place_only_to_those_for_whom_it_is_safe(office: Office) -> None:
    meeting = _arranged(office)
    asked = ("meetings.example.org", "Meetings")
    assert invitee(office.desk, meeting, office.mother, 1, *asked).place == ""
    assert invitee(office.desk, meeting, office.visitor, 1, *asked).place == "Civic Centre"


def test_the_old_address_is_known_by_its_version_and_an_unsafe_one_is_never_used(office: Office) -> None:
    meeting = _arranged(office)
    change = {"phone": "", "address": "", "post_safe": False, "by": "amina"}
    change_contact(office.desk, office.mother, mail="new@family.example", mail_safe=False, **change)
    asked = ("meetings.example.org", "Meetings")
    assert invitee(office.desk, meeting, office.mother, 1, *asked).mail == "s@family.example"
    assert invitee(office.desk, meeting, office.mother, 2, *asked).mail == ""


def test_whoever_is_left_out_of_a_rearranged_meeting_is_no_longer_among_its_invitees(office: Office) -> None:
    meeting = _arranged(office)
    later = Occasion(datetime(2026, 12, 21, 10), datetime(2026, 12, 21, 11), "Civic Centre")
    rearrange_meeting(office.desk, meeting, later, [Guest(office.mother)])
    said = [message for name, message in office.said() if name == "MeetingRearranged"][-1]
    assert [one.person for one in said.invitees] == [office.mother] and said.material
