"""Guernsey's file says what its steps say: its dates twice, its chair, its approvals, its copies."""

from dataclasses import replace
from datetime import date

import pytest

from services.planning.domain.history import Circumstance, Happening, History
from services.planning.domain.wording import heard, listed
from services.planning.domain.working_days import WorkingDays
from services.planning.procedures.calendars import FIRST, LAST, bank_holidays, working_days_of
from services.planning.procedures.chairs import chair_warning, chairs_of
from services.planning.procedures.circulation import Circulation, Standing, circulation_for
from services.planning.procedures.council import PROCEDURES, load_council
from services.planning.procedures.example_files import read_examples
from services.planning.procedures.local_values import not_set
from services.planning.procedures.reckoning import reckon
from tests.services.planning.procedures.second_reckoner import (
    PRINTED,
    reminder,
    second_reckoning,
    stepped_over,
)

GUERNSEY = load_council("guernsey")
WORKING_DAYS = working_days_of(GUERNSEY)
WORKED = read_examples(PROCEDURES / "guernsey" / "examples.toml")
CLOSED = PRINTED["Guernsey"]

# The steps once more, by another hand than the file's.
LIMITS = {
    "visit": (28, "D"),
    "review": (42, "D"),
    "sign off after planning meeting": (5, "B"),
    "sign off after review": (5, "B"),
    "approval by the resource panel": (10, "B"),
    "circulate after planning meeting": (10, "B"),
    "circulate after review": (10, "B"),
}
DATED = [e for example in WORKED for e in example.expect if e.get("due", "not set") != "not set"]


def test_a_second_reckoner_finds_every_date_that_was_reckoned_by_hand() -> None:
    assert len(DATED) > 55
    for entry in DATED:
        number, unit = LIMITS[entry["duty"]]
        start, due = heard(entry["from"]), heard(entry["due"])
        assert second_reckoning(start, number, unit, CLOSED) == due, entry
        over = stepped_over(start, due, CLOSED) if unit == "B" else []
        assert entry.get("skips", "nothing") == (listed(over) or "nothing"), entry
        if "soon" in entry:
            assert heard(entry["soon"]) == reminder(due, 5, CLOSED)


def test_the_examples_hold_every_duty_a_bank_holiday_a_months_end_a_leap_day_and_liberation_day() -> None:
    assert {entry["duty"] for entry in DATED} == set(LIMITS)
    days = {(entry["duty"], entry["due"]) for entry in DATED}
    assert ("visit", "Monday 28 December 2026") in days  # a bank holiday
    assert ("visit", "Sunday 28 February 2027") in days
    assert ("visit", "Tuesday 29 February 2028") in days
    assert {"5 and 9 May", "9 May"} <= {entry.get("skips") for entry in DATED}


def test_the_file_carries_every_row_and_reading_that_was_asked_of_it() -> None:
    edition = GUERNSEY.editions[0]
    asked = (2, 4, 5, 6, 7, 9, 10)
    assert {one for rule in edition.rules for one in rule.ids} >= {f"GU{number}" for number in asked}
    readings = {reading.split(":")[0] for rule in edition.rules for reading in rule.reading}
    assert readings >= {"9", "14", "30"}


def test_guernsey_has_its_own_law_and_calendar_and_makes_no_returns_to_the_dfe() -> None:
    edition = GUERNSEY.editions[0]
    assert (edition.jurisdiction, edition.calendar, edition.dfe_returns) == ("Guernsey", "Guernsey", False)
    assert "Working Together 2013" in edition.edition


def test_a_9_may_on_a_sunday_has_no_day_in_its_place_until_a_closure_says_so() -> None:
    """In 2027; the example in local.toml, taken out of its comment."""
    closed = {date(2027, 5, 10): "Liberation Day, in place of Sunday 9 May"}
    with_closure = WorkingDays(bank_holidays("Guernsey"), closed, FIRST, LAST)
    meeting = Happening("meeting", "planning meeting", date(2027, 4, 29))
    due = [
        circulation(meeting, working_days=working_days).duty.due
        for working_days in (WORKING_DAYS, with_closure)
    ]
    assert due == [date(2027, 5, 14), date(2027, 5, 17)]


MEETING = Happening("meeting", "planning meeting", date(2026, 12, 18))
NEEDED = Circumstance("resource panel needed", date(2026, 12, 18))
SIGNED = Happening("signed", "signed off", date(2026, 12, 22), of="meeting")
PANEL = Happening("panel", "resource panel approved", date(2027, 1, 5))
DAY = date(2026, 12, 23)


def circulation(
    meeting: Happening,
    *more: Happening,
    circumstances: tuple[Circumstance, ...] = (),
    working_days: WorkingDays = WORKING_DAYS,
) -> Circulation:
    history = History("child", (meeting, *more), circumstances)
    found = circulation_for(GUERNSEY, history, meeting.id, working_days)
    assert found is not None
    return found


def test_gu2_the_two_times_that_the_island_agrees_are_not_set() -> None:
    assert not_set(GUERNSEY.local, GUERNSEY.editions) == [
        "assessment to draft plan",
        "draft plan to planning meeting",
    ]
    authorised = Happening("authorised", "assessment authorised", date(2026, 11, 30))
    draft = next(d for d in reckon(GUERNSEY, History("child", (authorised,)), WORKING_DAYS) if d.anchor)
    assert (draft.state, draft.due, draft.soon) == ("not set", None, None)
    assert draft.why == "This time has not been set: assessment to draft plan. Guernsey steps 1 and 2."


@pytest.mark.parametrize(
    ("kind", "role", "warned"),
    [
        ("planning meeting", "social worker", False),
        ("planning meeting", "team manager", True),
        ("planning meeting", "senior practitioner", True),
        ("review", "team manager", False),
    ],
)
def test_gu4_the_social_worker_chairs_the_planning_meeting(kind: str, role: str, warned: bool) -> None:
    """Who chairs a review the text does not say."""
    warning = chair_warning(GUERNSEY, kind, role, date(2027, 6, 1))
    assert (warning is not None) == warned
    assert chairs_of(GUERNSEY, "planning meeting", date(2027, 6, 1)) == ("social worker",)
    if warning:
        assert warning.ids == ("GU4",)


def test_gu4_gu7_nothing_goes_out_before_the_manager_has_approved_the_plan() -> None:
    """Reading 14."""
    waiting = circulation(MEETING)
    (gate,) = waiting.gates
    assert (gate.owed_by, gate.due, gate.ids) == ("team manager", date(2026, 12, 29), ("GU4", "GU7"))
    (said,) = waiting.held_back
    assert said == (
        "It waits until this is done: sign off the record of the planning meeting "
        "by Tuesday 29 December 2026 (Guernsey steps 5 and 6)."
    )
    assert circulation(MEETING, SIGNED).held_back == ()
    assert circulation(MEETING, replace(SIGNED, of="another meeting")).held_back == waiting.held_back
    assert "30: " in gate.reading


def test_gu7_what_a_review_made_of_the_plan_waits_for_its_approval_too() -> None:
    """Reading 14, as the product's default."""
    review = replace(MEETING, kind="review")
    (gate,) = circulation(review).gates
    assert (gate.name, gate.clause) == ("sign off after review", "product default, not council policy")
    assert circulation(review).held_back and not circulation(review, SIGNED).held_back


def test_gu5_where_the_panel_is_needed_the_plan_waits_for_it_as_well() -> None:
    assert [gate.name for gate in circulation(MEETING).gates] == ["sign off after planning meeting"]
    signed = circulation(MEETING, SIGNED, circumstances=(NEEDED,))
    assert [gate.ids for gate in signed.gates] == [("GU4", "GU7"), ("GU5",)]
    assert "approval by the resource panel" in " ".join(signed.held_back) and len(signed.held_back) == 1
    assert len(circulation(MEETING, circumstances=(NEEDED,)).held_back) == 2
    assert circulation(MEETING, SIGNED, PANEL, circumstances=(NEEDED,)).held_back == ()


def test_gu5_the_need_is_one_of_the_plan_that_it_was_found_for() -> None:
    """Whatever was found until the copies had gone out, or another planning meeting made another plan."""
    found, sent = (
        replace(NEEDED, since=date(2026, 12, 21)),
        Happening("sent", "circulated", DAY, of="meeting"),
    )
    gone = replace(found, until=date(2026, 12, 21))
    again = replace(MEETING, id="again", on=DAY)
    after = replace(found, since=date(2026, 12, 24))

    def asked(need: Circumstance, *more: Happening) -> bool:
        return len(circulation(MEETING, *more, circumstances=(need,)).gates) == 2

    assert asked(found) and asked(found, sent) and asked(found, again)
    assert asked(gone), "that it is over is no approval"
    assert not asked(after, sent) and not asked(after, again)


def test_gu5_of_a_child_taken_over_nobody_knows_whether_the_panel_approved_a_plan_before() -> None:
    history = History("child", (MEETING,), (NEEDED,), known_from=date(2027, 1, 4))
    states = {duty.name: duty.state for duty in reckon(GUERNSEY, history, WORKING_DAYS)}
    assert states["approval by the resource panel"] == "not known"
    assert (
        states["sign off after planning meeting"] == states["circulate after planning meeting"] == "not known"
    )


def test_gu9_visits_before_the_planning_meeting_start_no_clock_and_meet_none() -> None:
    seen = {"child seen": True}
    assessed = Happening("assessed", "visit", date(2026, 12, 1), seen)
    before = Happening("before", "visit", date(2026, 12, 17), seen)
    after = Happening("after", "visit", date(2027, 1, 6), seen)
    duties = reckon(GUERNSEY, History("child", (assessed, before, MEETING, after)), WORKING_DAYS)
    visits = [(duty.anchor, duty.due, duty.met_on) for duty in duties if duty.name == "visit"]
    assert visits == [
        ("meeting", date(2027, 1, 15), date(2027, 1, 6)),
        ("after", date(2027, 2, 3), None),
    ]


@pytest.mark.parametrize(
    ("kind", "of", "clause", "ids"),
    [
        (
            "planning meeting",
            "record and approved plan",
            "Guernsey step 8 and the text beside the flow chart",
            ("GU6", "GU7"),
        ),
        ("review", "record and plan", "product default, not council policy", ("GU6",)),
    ],
)
def test_gu6_gu7_copies_go_to_who_came_who_was_asked_the_family_and_the_agencies_of_the_plan(
    kind: str, of: str, clause: str, ids: tuple[str, ...]
) -> None:
    people = [
        Standing("mother", invited=True, attended=True, party=True, family=True),
        Standing("father not asked", family=True),
        Standing("health visitor, could not come", invited=True),
        Standing("agency not present", party=True),
        Standing("neighbour, came along", attended=True),
        Standing("interpreter", invited=True, attended=True, service_role="interpreter"),
    ]
    owed = circulation(replace(MEETING, kind=kind))
    named = [one.person for one in owed.entitled(people)]
    assert named == [
        "mother",
        "health visitor, could not come",
        "agency not present",
        "neighbour, came along",
    ]
    assert (owed.of, owed.duty.clause, owed.duty.ids) == (of, clause, ids)
    assert owed.duty.owed_by == "social worker"
