"""The nouns refuse in words what cannot be so."""

from datetime import date, datetime

import pytest

from services.planning.domain.child import Assessment, CannotRecordStep
from services.planning.domain.circulation import CannotCirculate, Share, check_decision
from services.planning.domain.meeting import Attendance, CannotChangeMeeting, Meeting
from services.planning.domain.plan import Action, CannotAgreePlan, CannotEndPlan, Plan

DAY = date(2026, 12, 18)


def _meeting() -> Meeting:
    start, end = datetime(2026, 12, 18, 10), datetime(2026, 12, 18, 11)
    people = [Attendance("m", "samira"), Attendance("m", "ruth")]
    return Meeting("m", "planning meeting", start, end, "Room 4", "joan", "team manager", attendances=people)


def test_an_assessment_is_started_finished_then_authorised() -> None:
    assessment = Assessment("a", "noor", date(2026, 11, 30))
    with pytest.raises(CannotRecordStep, match="finished it before"):
        assessment.record("authorised", DAY, "martin")
    assessment = Assessment("a", "noor", date(2026, 11, 30))
    with pytest.raises(CannotRecordStep, match="check the dates"):
        assessment.record("finished", date(2026, 11, 29), "amina")


def test_a_meeting_cannot_be_recorded_before_its_day_nor_after_it_was_cancelled() -> None:
    with pytest.raises(CannotChangeMeeting, match="not taken place yet"):
        _meeting().record("held", {"samira"}, set(), None, date(2026, 12, 17))
    meeting = _meeting()
    meeting.cancel()
    with pytest.raises(CannotChangeMeeting, match="cancelled"):
        meeting.record("held", {"samira"}, set(), None, DAY)


def test_whoever_came_uninvited_is_kept_apart_from_the_invited() -> None:
    """Reading 15: four separate facts."""
    meeting = _meeting()
    meeting.record("held", {"samira"}, {"aunt"}, None, DAY)
    facts = {a.person: (a.invited, a.attended) for a in meeting.attendances}
    assert facts == {"samira": (True, True), "ruth": (True, False), "aunt": (False, True)}


def test_a_moved_meeting_asks_again_only_where_time_or_place_changed() -> None:
    meeting = _meeting()
    assert not meeting.move(meeting.starts, meeting.ends, "Room 4")
    assert meeting.move(meeting.starts, meeting.ends, "Room 5")


def test_nc17_a_plan_needs_its_objective_and_an_action_to_be_agreed() -> None:
    with pytest.raises(CannotAgreePlan, match="objective and at least one action"):
        Plan("p", "noor", "").agree(DAY)
    plan = Plan("p", "noor", "Safe", actions=[Action("p", 1, "a", "b", "c", "d", DAY)])
    plan.agree(DAY)
    plan.agree(date(2027, 1, 5))
    assert plan.agreed_on == DAY  # census N00689: the day it was first agreed
    with pytest.raises(CannotEndPlan, match="before the day it was agreed"):
        plan.end(date(2026, 12, 1), "closed")


def test_everybody_entitled_is_decided_and_a_departure_has_its_reason() -> None:
    """Reading 15: nobody gets the full document by default."""
    with pytest.raises(CannotCirculate, match="1 not decided"):
        check_decision([Share("c", "ruth", "whole", [])], {"ruth", "karim"}, ["noor"])
    with pytest.raises(CannotCirculate, match="gets nothing: give the reason"):
        check_decision([Share("c", "karim", "nothing", [])], {"karim"}, ["noor"])
    with pytest.raises(CannotCirculate, match="not entitled gets a copy"):
        check_decision([Share("c", "huda", "whole", [])], set(), ["noor"])
    with pytest.raises(CannotCirculate, match="at least one child"):
        check_decision([Share("c", "tom", "part", ["other"])], {"tom"}, ["noor"])
    check_decision([Share("c", "karim", "nothing", [], reason="the order forbids it")], {"karim"}, ["noor"])


def test_a_part_copy_covers_only_the_chosen_children_of_the_meeting() -> None:
    share = Share("c", "tom", "part", ["sami", "elsewhere"])
    assert share.covers(["noor", "sami", "baby"]) == ["sami"]
