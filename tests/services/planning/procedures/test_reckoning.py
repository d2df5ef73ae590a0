"""Duties are a pure function of procedure, history and working days, whatever order the facts come in."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.planning.domain.duty import Dropped, Duty, Met, Moved, Opened, Reopened, difference
from services.planning.domain.history import Happening, History
from services.planning.domain.working_days import CalendarRunsOut, WorkingDays
from services.planning.procedures.calendars import working_days_of
from services.planning.procedures.council import load_council
from services.planning.procedures.reckoning import reckon

NEWCASTLE = load_council("newcastle")
WORKING_DAYS = working_days_of(NEWCASTLE)
IN_FULL = {"with the family": True, "review date": date(2027, 6, 18), "chaired by": "team manager"}

AUTHORISED = Happening("authorised", "assessment authorised", date(2026, 11, 30))
PLANNING = Happening("planning", "planning meeting", date(2026, 12, 18), IN_FULL)
WITHOUT_FAMILY = Happening("without", "planning meeting", date(2026, 12, 15), {"with the family": False})
CARE_TEAM = Happening("care team", "progress meeting", date(2027, 1, 25), IN_FULL)
SENT = Happening("sent", "circulated", date(2027, 1, 5), of="planning")
ENDED = Happening("ended", "plan ended", date(2027, 3, 1))


def duties(*happenings: Happening) -> tuple[Duty, ...]:
    return reckon(NEWCASTLE, History("child", happenings), WORKING_DAYS)


def one(found: tuple[Duty, ...], name: str, anchor: str) -> Duty:
    return next(duty for duty in found if (duty.name, duty.anchor) == (name, anchor))


def test_the_explanation_of_the_ten_working_days_is_word_for_word_as_agreed() -> None:
    """NC15, reading 9."""
    duty = one(duties(PLANNING), "circulate after planning meeting", "planning")
    assert duty.why == (
        "10 working days after the meeting on Friday 18 December 2026; 25 and 28 December and 1 January "
        "are not working days: Wednesday 6 January 2027. Newcastle 1.6."
    )
    assert (duty.clause, duty.ids, duty.owed_by, duty.force) == (
        "Newcastle 1.6",
        ("NC15",),
        "social worker",
        "must",
    )
    assert duty.reading.startswith("9: ")
    assert duty.edition == NEWCASTLE.editions[0].sha256


def test_a_month_from_the_assessment_is_explained_by_what_started_it() -> None:
    """NC5, readings 6 and 7."""
    duty = one(duties(AUTHORISED), "planning meeting", "authorised")
    assert duty.why == (
        "1 month after the assessment was authorised on Monday 30 November 2026: "
        "Wednesday 30 December 2026. Newcastle 1.2."
    )
    assert duty.reading.startswith("6: ") and "7: " in duty.reading


def test_a_date_on_a_bank_holiday_is_kept_and_the_last_working_day_before_it_named() -> None:
    """NC7, reading 25."""
    duty = one(duties(replace(PLANNING, on=date(2026, 11, 16))), "progress meeting", "planning")
    assert duty.due == date(2026, 12, 28)
    assert "That is a bank holiday; the last working day before it is Thursday 24 December 2026." in duty.why


def test_the_councils_own_words_stand_in_the_explanation() -> None:
    duty = one(duties(PLANNING, CARE_TEAM), "progress meeting", "care team")
    assert duty.why.startswith("6 weeks after the Care Team meeting on Monday 25 January 2027: ")


def test_a_care_team_record_is_shown_as_the_products_own_default() -> None:
    duty = one(duties(CARE_TEAM), "circulate after progress meeting", "care team")
    assert duty.clause == "product default, not council policy"
    assert duty.force == "should"
    assert duty.why.endswith("Product default, not council policy.")


def test_a_meeting_without_the_family_is_shown_as_one_that_does_not_count() -> None:
    """NC14, reading 28."""
    duty = one(duties(AUTHORISED, WITHOUT_FAMILY), "planning meeting", "authorised")
    assert duty.state == "open"
    (shortfall,) = duty.shortfall
    assert shortfall == (
        "The Child in Need planning meeting on Tuesday 15 December 2026 was held without the family, "
        "and does not count."
    )


def test_a_meeting_that_set_no_review_date_is_shown_as_one_that_does_not_count() -> None:
    """NC5, reading 7."""
    unset = replace(PLANNING, properties={"with the family": True, "review date": None})
    duty = one(duties(AUTHORISED, unset), "planning meeting", "authorised")
    assert (duty.state, len(duty.shortfall)) == ("open", 1)
    assert "set no date for a review" in duty.shortfall[0]


def test_a_duty_that_was_met_bears_no_reproach_for_an_earlier_meeting() -> None:
    assert one(duties(AUTHORISED, WITHOUT_FAMILY, PLANNING), "planning meeting", "authorised").shortfall == ()


def test_a_corrected_date_moves_the_same_duty() -> None:
    corrected = replace(AUTHORISED, on=date(2026, 12, 2))
    moved = one(duties(corrected), "planning meeting", "authorised")
    assert difference(duties(AUTHORISED), duties(corrected)) == [Moved(moved, date(2026, 12, 30))]
    assert moved.due == date(2027, 1, 2)


def test_a_meeting_meets_what_waited_for_it_and_opens_what_follows_from_it() -> None:
    changes = difference(duties(AUTHORISED), duties(AUTHORISED, PLANNING))
    assert [(type(change), change.duty.name) for change in changes] == [
        (Met, "planning meeting"),
        (Opened, "circulate after planning meeting"),
        (Opened, "progress meeting"),
        (Opened, "review"),
    ]


def test_a_copy_that_came_back_opens_the_circulation_again() -> None:
    changes = difference(duties(PLANNING, SENT), duties(PLANNING))
    assert [(type(change), change.duty.name) for change in changes] == [
        (Reopened, "circulate after planning meeting")
    ]


def test_the_end_of_a_plan_drops_what_was_running_and_leaves_the_record_owed() -> None:
    changes = difference(duties(PLANNING), duties(PLANNING, ENDED))
    assert [(type(change), change.duty.name, change.duty.dropped_because) for change in changes] == [
        (Dropped, "progress meeting", "plan ended"),
        (Dropped, "review", "plan ended"),
    ]


def test_a_plan_that_goes_on_after_all_has_its_duties_back() -> None:
    changes = difference(duties(PLANNING, ENDED), duties(PLANNING))
    assert {type(change) for change in changes} == {Reopened} and len(changes) == 2


def test_a_meeting_that_was_recorded_by_mistake_takes_its_duties_with_it() -> None:
    changes = difference(duties(PLANNING, CARE_TEAM), duties(PLANNING))
    assert [(type(change), change.duty.name) for change in changes] == [
        (Reopened, "progress meeting"),
        (Dropped, "circulate after progress meeting"),
        (Dropped, "progress meeting"),
    ]


def test_two_meetings_on_one_day_start_the_six_weeks_once() -> None:
    same_day = Happening("review", "review", PLANNING.on, IN_FULL)
    running = [duty for duty in duties(PLANNING, same_day) if duty.name == "progress meeting"]
    assert [(duty.anchor, duty.state) for duty in running] == [("planning", "open")]


def test_a_child_of_whom_nothing_is_known_has_no_duties() -> None:
    assert duties() == ()


def test_after_the_plan_nothing_waits() -> None:
    assert [duty.name for duty in duties(PLANNING, SENT, ENDED) if duty.state in ("open", "waiting")] == []


some_facts = st.lists(
    st.builds(
        Happening,
        id=st.uuids().map(str),
        kind=st.sampled_from(
            [
                "assessment authorised",
                "planning meeting",
                "progress meeting",
                "review",
                "plan ended",
                "care began",
            ]
        ),
        on=st.dates(date(2026, 11, 1), date(2027, 3, 1)),
        properties=st.sampled_from([IN_FULL, {"with the family": True}, {}]),
    ),
    max_size=9,
)


@settings(deadline=None)
@given(some_facts, st.randoms())
def test_duties_do_not_depend_on_the_order_of_the_facts(facts: list[Happening], chance) -> None:
    shuffled = list(facts)
    chance.shuffle(shuffled)
    assert duties(*facts) == duties(*shuffled)


@settings(deadline=None)
@given(some_facts)
def test_no_two_duties_are_one_and_each_circulation_falls_on_a_working_day(facts: list[Happening]) -> None:
    found = duties(*facts)
    assert len({duty.id for duty in found}) == len(found)
    for duty in found:
        if duty.name.startswith("circulate"):
            assert duty.due is not None and WORKING_DAYS.is_working(duty.due)
        if duty.state == "open":
            assert duty.due is not None and duty.soon is not None and duty.soon < duty.due


@settings(deadline=None)
@given(some_facts, some_facts)
def test_what_is_announced_leads_from_the_one_reckoning_to_the_other(
    facts: list[Happening], later: list[Happening]
) -> None:
    """Whoever applies the changes one by one knows which duties are open, and when they are due."""
    before, after = duties(*facts), duties(*later)
    known = {duty.id: duty.due for duty in before if duty.state == "open"}
    for change in difference(before, after):
        if isinstance(change, Opened | Reopened | Moved):
            known[change.duty.id] = change.duty.due
        else:
            known.pop(change.duty.id, None)
    assert known == {duty.id: duty.due for duty in after if duty.state == "open"}


def test_a_history_that_reaches_beyond_the_calendar_is_refused() -> None:
    short = WorkingDays({}, last=date(2026, 12, 31))
    with pytest.raises(CalendarRunsOut, match="bring the calendar up to date"):
        reckon(NEWCASTLE, History("child", (PLANNING,)), short)
