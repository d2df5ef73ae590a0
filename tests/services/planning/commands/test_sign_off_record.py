"""A meeting's record: signed off, returned, and unsigned again by a change."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from services.planning.adapters.histories import sign_offs_of
from services.planning.commands.arrange_meeting import Guest, Occasion, Particulars, arrange_meeting
from services.planning.commands.decide_chair import decide_chair
from services.planning.commands.desk import find
from services.planning.commands.record_meeting import MeetingRecord, record_meeting
from services.planning.commands.sign_off_record import return_record, sign_off_record
from services.planning.domain.meeting import CannotChangeMeeting, CannotSignOff, Meeting
from tests.cast import AMINA, JOAN, MARTIN
from tests.services.planning.commands.conftest import Office

TODAY = date(2026, 12, 18)
IN_ITS_TURN = Particulars()
AT_TEN = Occasion(datetime(2026, 12, 18, 10), datetime(2026, 12, 18, 11), "Civic Centre")


def _arranged(office: Office, particulars: Particulars = IN_ITS_TURN) -> str:
    children = [office.noor, office.sami]
    return arrange_meeting(
        office.desk, "review", children, AT_TEN, JOAN.id, [Guest(office.mother)], particulars
    )


def _record(office: Office) -> MeetingRecord:
    return MeetingRecord("held", frozenset({office.mother}), about_all="All.")


def _recorded(office: Office) -> str:
    meeting = _arranged(office)
    record_meeting(office.desk, meeting, _record(office), AMINA.id)
    return meeting


def _sign(office: Office, meeting: str) -> None:
    sign_off_record(office.desk, meeting, MARTIN.id, "team manager")


def _states(office: Office, meeting: str) -> list[str]:
    with office.desk.database.read() as read:
        steps = sign_offs_of(read, meeting)
    assert [step.number for step in steps] == list(range(1, len(steps) + 1))
    return [step.state for step in steps]


def test_sh9_a_signed_record_is_a_happening_of_its_meeting_for_every_child(office: Office) -> None:
    meeting = _recorded(office)
    _sign(office, meeting)
    for child in (office.noor, office.sami):
        found = [h for h in office.history(child).happenings if h.kind == "signed off"]
        assert [(h.on, h.of) for h in found] == [(TODAY, meeting)]
    said = [m.child for name, m in office.said() if name == "EventRecorded" and m.kind == "signed off"]
    assert said == sorted([office.noor, office.sami])


def test_a_returned_record_is_not_signed_off_and_the_remark_stays_here(office: Office) -> None:
    meeting = _recorded(office)
    _sign(office, meeting)
    return_record(office.desk, meeting, MARTIN.id, "team manager", "Who takes Noor to school?")
    assert office.happened("signed off") == []
    assert _states(office, meeting) == ["signed off", "returned"]
    assert "school" not in str(office.said())


def test_a_record_that_is_changed_waits_to_be_signed_off_again(office: Office) -> None:
    meeting = _recorded(office)
    _sign(office, meeting)
    before = office.happened("signed off")
    record_meeting(office.desk, meeting, _record(office), AMINA.id)
    assert _states(office, meeting) == ["signed off"], "nothing was changed"
    record_meeting(office.desk, meeting, replace(_record(office), about_all="More."), AMINA.id)
    assert _states(office, meeting) == ["signed off", "changed"]
    assert office.happened("signed off") == []
    _sign(office, meeting)
    assert _states(office, meeting) == ["signed off", "changed", "signed off"]
    assert office.happened("signed off") == before


def test_another_outcome_or_review_date_unsigns_it_too(office: Office) -> None:
    meeting = _recorded(office)
    _sign(office, meeting)
    record_meeting(office.desk, meeting, replace(_record(office), review_on=date(2027, 3, 1)), AMINA.id)
    assert _states(office, meeting) == ["signed off", "changed"]


def test_what_cannot_be_signed_off_or_returned_is_refused_in_words(office: Office) -> None:
    meeting = _arranged(office)
    with pytest.raises(CannotSignOff, match="There is no record yet"):
        _sign(office, meeting)
    record_meeting(office.desk, meeting, _record(office), AMINA.id)
    with pytest.raises(CannotSignOff, match="Say what is to be mended"):
        return_record(office.desk, meeting, MARTIN.id, "team manager", " ")
    _sign(office, meeting)
    with pytest.raises(CannotSignOff, match="signed off already"):
        _sign(office, meeting)
    assert _states(office, meeting) == ["signed off"]


def test_reading_30_whoever_chaired_may_sign_off(office: Office) -> None:
    meeting = _recorded(office)
    sign_off_record(office.desk, meeting, JOAN.id, "senior practitioner")
    assert len(office.happened("signed off")) == 1


def test_ox20_an_early_review_and_sh20_a_specific_one_are_told_apart(office: Office) -> None:
    meeting = _arranged(office, Particulars(early=True))
    record_meeting(office.desk, meeting, _record(office))
    assert [(h.has("early"), h.has("specific review")) for h in office.happened("review")] == [(True, False)]
    corrected = replace(_record(office), early=False, specific=True)
    record_meeting(office.desk, meeting, corrected)
    assert [(h.has("early"), h.has("specific review")) for h in office.happened("review")] == [(False, True)]


def test_le33_who_decided_on_another_chair_is_kept_with_the_reason(office: Office) -> None:
    with pytest.raises(CannotChangeMeeting, match="both who decided on this chair and why"):
        _arranged(office, Particulars(chair_decided_by=MARTIN.id))
    meeting = _arranged(office)
    with pytest.raises(CannotChangeMeeting, match="both who decided"):
        decide_chair(office.desk, meeting, MARTIN.id, "")
    decide_chair(office.desk, meeting, MARTIN.id, "Joan knows the family.")
    with office.desk.database.read() as read:
        found = find(read, Meeting, meeting)
    assert (found.chair_decided_by, found.chair_reason) == (MARTIN.id, "Joan knows the family.")
