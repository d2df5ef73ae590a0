"""What stands in the way of papers going out, and of a record being complete, as each procedure asks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import pytest

from services.planning.adapters.duties import duties_of
from services.planning.commands.answer_questions import answers_of
from services.planning.commands.arrange_meeting import Guest, Occasion, Particulars, arrange_meeting
from services.planning.commands.decide_chair import decide_chair
from services.planning.commands.decide_circulation import Decision, decide_circulation, owed_circulation
from services.planning.commands.desk import Desk, find
from services.planning.commands.record_event import record_circumstance, record_event
from services.planning.commands.record_meeting import MeetingRecord, record_meeting
from services.planning.commands.sign_off_record import return_record, sign_off_record
from services.planning.domain.circulation import CannotCirculate
from services.planning.domain.meeting import CannotChangeMeeting, CannotSignOff, Meeting
from services.planning.procedures.calendars import working_days_of
from services.planning.procedures.council import load_council
from tests.cast import AMINA, JOAN, MARTIN
from tests.services.planning.commands.conftest import Office


def under(office: Office, name: str) -> Desk:
    """The office as if it were another council's."""
    council = load_council(name)
    return replace(office.desk, procedure=council, working_days=working_days_of(council))


def held(office: Office, desk: Desk, kind: str, *, children: Sequence[str] = (), **record: object) -> str:
    """A meeting of today about Noor, or about these children, and its record."""
    today = desk.today
    occasion = Occasion(datetime(today.year, today.month, today.day, 10), _at_noon(today), "Room 4")
    meeting = arrange_meeting(
        desk, kind, list(children) or [office.noor], occasion, JOAN.id, [Guest(office.mother)]
    )
    said = MeetingRecord("held", frozenset({office.mother}), about_all="All.", **record)  # type: ignore[arg-type]  # its own fields
    record_meeting(desk, meeting, said, AMINA.id)
    return meeting


def _at_noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12)


def send(office: Office, desk: Desk, meeting: str) -> None:
    decide_circulation(desk, meeting, [Decision(office.mother, "whole")], AMINA.id)


@pytest.mark.parametrize(("council", "clause"), [("sheffield", "Sheffield 1"), ("guernsey", "steps 5 and 6")])
def test_sh9_gu7_nothing_goes_out_before_a_manager_has_signed_it_off(
    office: Office, council: str, clause: str
) -> None:
    desk = under(office, council)
    meeting = held(office, desk, "planning meeting")
    with pytest.raises(CannotCirculate, match=clause):
        send(office, desk, meeting)
    return_record(desk, meeting, MARTIN.id, "team manager", "Who visits?")
    with pytest.raises(CannotCirculate, match="Nothing has been sent"):
        send(office, desk, meeting)
    with pytest.raises(CannotSignOff, match="not a senior practitioner"):
        sign_off_record(desk, meeting, JOAN.id, "senior practitioner")
    sign_off_record(desk, meeting, MARTIN.id, "team manager")
    send(office, desk, meeting)
    assert [name for name, _ in office.said()].count("CirculationDue") == 1


def test_gu5_where_the_panel_is_needed_it_comes_first_too(office: Office) -> None:
    desk = under(office, "guernsey")
    record_circumstance(desk, office.noor, "resource panel needed", desk.today, None, "Costly.", AMINA.id)
    meeting = held(office, desk, "planning meeting")
    sign_off_record(desk, meeting, MARTIN.id, "team manager")
    with pytest.raises(CannotCirculate, match="step 7"):
        send(office, desk, meeting)
    record_event(desk, office.noor, "resource panel approved", desk.today, "Agreed.", MARTIN.id)
    send(office, desk, meeting)


@pytest.mark.parametrize("whose", ["noor", "sami"])
def test_gu5_a_panel_that_one_of_two_children_needs_holds_the_papers_of_both_and_the_page_says_so(
    office: Office, whose: str
) -> None:
    desk, child = under(office, "guernsey"), getattr(office, whose)
    record_circumstance(desk, child, "resource panel needed", desk.today, None, "Costly.", AMINA.id)
    meeting = held(office, desk, "planning meeting", children=[office.noor, office.sami])
    sign_off_record(desk, meeting, MARTIN.id, "team manager")
    with desk.database.read() as read:
        owed, entitled = owed_circulation(desk, read, find(read, Meeting, meeting))
    assert [words for words in owed.held_back if "step 7" in words] and entitled == {office.mother}
    with pytest.raises(CannotCirculate, match="step 7"):
        send(office, desk, meeting)
    record_event(desk, child, "resource panel approved", desk.today, "Agreed.", MARTIN.id)
    send(office, desk, meeting)


def test_gu5_a_need_found_after_the_meeting_and_its_approval_holds_the_copies(office: Office) -> None:
    desk = under(office, "guernsey")
    meeting = held(office, desk, "planning meeting")
    desk.clock.steer(date(2026, 12, 21))
    sign_off_record(desk, meeting, MARTIN.id, "team manager")
    record_circumstance(desk, office.noor, "resource panel needed", desk.today, None, "Costly.", AMINA.id)
    with pytest.raises(CannotCirculate, match="step 7"):
        send(office, desk, meeting)
    assert "CirculationDue" not in [name for name, _ in office.said()]
    record_event(desk, office.noor, "resource panel approved", desk.today, "Agreed.", MARTIN.id)
    send(office, desk, meeting)


def test_newcastle_asks_for_no_sign_off(office: Office) -> None:
    meeting = held(office, office.desk, "planning meeting", review_on=date(2027, 6, 18))
    send(office, office.desk, meeting)


def test_ox27_the_third_review_is_not_recorded_without_its_three_answers(office: Office) -> None:
    desk = under(office, "oxfordshire")
    days = (date(2027, 1, 11), date(2027, 4, 12), date(2027, 7, 12), date(2027, 10, 11))
    for day, kind in zip(days[:3], ("planning meeting", "review", "review"), strict=True):
        desk.clock.steer(day)
        held(office, desk, kind)
    desk.clock.steer(days[3])
    with desk.database.read() as read:
        review = next(d for d in duties_of(read, office.noor) if d.name == "review" and d.state == "open")
    assert any("3 questions" in words for words in review.beside)
    with pytest.raises(CannotChangeMeeting, match="Still to be answered"):
        held(office, desk, "review")
    answers = ("She needs it.", "Nothing points to harm.", "The help still works.")
    with pytest.raises(CannotChangeMeeting, match="Still to be answered"):
        held(office, desk, "review", answers={office.noor: (*answers[:2], " ")})
    meeting = held(office, desk, "review", answers={office.noor: answers})
    with desk.database.read() as read:
        assert [one.answer for one in answers_of(read, meeting, office.noor)] == list(answers)
    desk.clock.steer(date(2028, 1, 10))
    held(office, desk, "review")  # the fourth is not asked again


def test_le33_only_a_team_manager_decides_on_another_chair(office: Office) -> None:
    desk = under(office, "leicester")
    meeting = held(office, desk, "review")
    with pytest.raises(CannotChangeMeeting, match="not a senior practitioner"):
        decide_chair(desk, meeting, JOAN.id, "It will be a hard meeting.")
    decide_chair(desk, meeting, MARTIN.id, "It will be a hard meeting.")
    with desk.database.read() as read:
        assert find(read, Meeting, meeting).chair_decided_by == MARTIN.id


def test_le33_nobody_else_decides_on_it_when_the_meeting_is_arranged(office: Office) -> None:
    desk = under(office, "leicester")

    def arrange(kind: str, decider: str) -> str:
        decided = Particulars(chair_decided_by=decider, chair_reason="It will be a hard meeting.")
        at_ten = Occasion(datetime(2026, 12, 18, 10), datetime(2026, 12, 18, 11), "Civic Centre")
        return arrange_meeting(desk, kind, [office.noor], at_ten, JOAN.id, [Guest(office.mother)], decided)

    with pytest.raises(CannotChangeMeeting, match="lets a team manager decide .* not a senior practitioner"):
        arrange("review", JOAN.id)
    for kind, decider in (("review", MARTIN.id), ("planning meeting", JOAN.id)):
        with desk.database.read() as read:
            assert find(read, Meeting, arrange(kind, decider)).chair_decided_by == decider
