"""Oxfordshire's file says what its clauses say: its dates twice, its chairs, its copies, its questions."""

from collections.abc import Mapping
from datetime import date

import pytest

from services.planning.domain.history import Circumstance, Happening, History
from services.planning.domain.wording import heard, listed
from services.planning.procedures.calendars import working_days_of
from services.planning.procedures.chairs import chair_warning, chairs_of, who_may_decide
from services.planning.procedures.circulation import Standing, circulation_for
from services.planning.procedures.council import PROCEDURES, load_council
from services.planning.procedures.example_files import read_examples
from services.planning.procedures.overrides import CannotOverride, check_override
from services.planning.procedures.reckoning import reckon
from tests.services.planning.procedures.second_reckoner import (
    PRINTED,
    reminder,
    second_reckoning,
    stepped_over,
)

OXFORDSHIRE = load_council("oxfordshire")
WORKING_DAYS = working_days_of(OXFORDSHIRE)
WORKED = read_examples(PROCEDURES / "oxfordshire" / "examples.toml")
CLOSED = PRINTED["England"]
ON = date(2027, 6, 1)

# The clauses once more, by another hand than the file's.
LIMITS = {
    "planning meeting": (28, "D"),
    "plan drawn up": (0, "D"),
    "review": (4, "M"),
    "review after a change": (10, "B"),
    "longer support decided": (12, "M"),
    "contingency plan considered": (12, "M"),
    "circulate after planning meeting": (10, "B"),
    "circulate after progress meeting": (10, "B"),
    "circulate after review": (10, "B"),
}
APPROVED = {"Wednesday 1 September 2027": (6, "M"), "Wednesday 1 March 2028": (12, "M")}
"""Reviews of a disabled child by the day that a team manager's interval comes to."""
DATED = [entry for example in WORKED for entry in example.expect if "due" in entry]


def limit(entry: Mapping[str, str]) -> tuple[int, str]:
    approved = " was approved by " in entry.get("beside", "")
    return APPROVED[entry["due"]] if approved else LIMITS[entry["duty"]]


def test_a_second_reckoner_finds_every_date_that_was_reckoned_by_hand() -> None:
    assert len(DATED) > 90
    for entry in DATED:
        number, unit = limit(entry)
        start, due = heard(entry["from"]), heard(entry["due"])
        assert second_reckoning(start, number, unit, CLOSED) == due, entry
        over = stepped_over(start, due, CLOSED) if unit == "B" else []
        assert entry.get("skips", "nothing") == (listed(over) or "nothing"), entry
        if "soon" in entry:
            assert heard(entry["soon"]) == reminder(due, 5, CLOSED)


def test_the_examples_hold_every_duty_a_bank_holiday_a_months_end_and_a_leap_day() -> None:
    assert {entry["duty"] for entry in DATED} == set(LIMITS)
    days = {(entry["duty"], entry["due"]) for entry in DATED}
    assert ("planning meeting", "Monday 28 December 2026") in days  # a bank holiday
    assert ("review", "Sunday 28 February 2027") in days  # from 30 October
    assert ("review", "Tuesday 29 February 2028") in days
    assert ("contingency plan considered", "Friday 28 February 2025") in days  # from a 29 February


def test_the_file_carries_every_row_and_reading_that_was_asked_of_it() -> None:
    edition = OXFORDSHIRE.editions[0]
    asked = (1, 2, 11, 12, 13, 15, 16, 18, 20, 21, 22, 23, 25, 27, 28, 29, 30)
    assert {one for rule in edition.rules for one in rule.ids} >= {f"OX{number}" for number in asked}
    readings = {reading.split(":")[0] for rule in edition.rules for reading in rule.reading}
    assert readings >= {"4", "6", "9", "10", "11", "12", "15", "25"}
    assert (edition.jurisdiction, edition.dfe_returns, edition.calendar) == ("England", True, "England")
    assert edition.edition.startswith("undated")


def test_meetings_bear_the_councils_own_names() -> None:
    """OX1."""
    assert OXFORDSHIRE.word("planning meeting") == "Initial Child in Need Core Group Meeting"
    assert OXFORDSHIRE.title("planning meeting") == "Hold the Initial Child in Need Core Group Meeting"
    for kind in ("planning meeting", "progress meeting", "review"):
        assert "Core Group" in OXFORDSHIRE.word(kind)


@pytest.mark.parametrize(
    ("kind", "role", "warned"),
    [
        ("planning meeting", "social worker", False),
        ("planning meeting", "team manager", False),
        ("planning meeting", "manager", True),
        ("planning meeting", "senior practitioner", True),
        ("progress meeting", "social worker", False),
        ("progress meeting", "team manager", False),
        ("progress meeting", "lead practitioner", True),
        ("review", "social worker", False),
        ("review", "team manager", False),
        ("review", "manager", False),
        ("review", "senior practitioner", True),
    ],
)
def test_ox11_ox23_ox25_a_chair_is_warned_of_where_the_clause_names_others(
    kind: str, role: str, warned: bool
) -> None:
    assert (chair_warning(OXFORDSHIRE, kind, role, ON) is not None) == warned


def test_ox11_nobody_may_decide_otherwise_about_the_first_core_group() -> None:
    warning = chair_warning(OXFORDSHIRE, "planning meeting", "senior practitioner", ON)
    assert warning is not None
    assert warning.text == (
        "The Initial Child in Need Core Group Meeting is to be chaired by a social worker or team manager; "
        "this chair is recorded as a senior practitioner. Oxfordshire 1.9."
    )
    assert (warning.clause, warning.ids) == ("Oxfordshire 1.9", ("OX11",))
    assert who_may_decide(OXFORDSHIRE, "planning meeting", ON) == ()


def test_ox25_for_a_disabled_child_the_team_manager_may_agree_to_another_chair() -> None:
    disabled = History("the child", (), (Circumstance("disabled child", date(2026, 1, 5)),))
    for whose, decides in ((History("another", ()), ()), (disabled, ("team manager",))):
        assert chairs_of(OXFORDSHIRE, "review", ON, whose) == ("social worker", "team manager", "manager")
        assert who_may_decide(OXFORDSHIRE, "review", ON, whose) == decides
    warning = chair_warning(OXFORDSHIRE, "review", "reviewing officer", ON, disabled)
    assert warning is not None and "A team manager may decide otherwise. Oxfordshire 3.3." in warning.text
    assert warning.ids == ("OX25",)
    usual = chair_warning(OXFORDSHIRE, "review", "reviewing officer", ON)
    assert usual is not None and (usual.clause, usual.ids) == ("Oxfordshire 3.2 and 3.3", ("OX23", "OX25"))


PLANNING = Happening("planning", "planning meeting", date(2027, 3, 1))
PEOPLE = [
    Standing("mother", invited=True, attended=True, party=True, family=True),
    Standing("grandmother", invited=True, family=True),
    Standing("father not asked", family=True),
    Standing("teacher", invited=True, attended=True),
    Standing("health visitor", invited=True),
    Standing("new service", party=True),
    Standing("neighbour", attended=True),
    Standing("interpreter", invited=True, attended=True, service_role="interpreter"),
]
TAKE_PART = ["mother", "grandmother", "teacher", "new service", "neighbour"]


@pytest.mark.parametrize(
    ("kind", "of", "clause", "ids"),
    [
        ("planning meeting", "record and plan", "Oxfordshire 1.10 and part 2, below 2.3", ("OX13", "OX18")),
        ("review", "record and updated plan", "Oxfordshire part 3, below 3.9", ("OX28", "OX29")),
        ("progress meeting", "record", "product default, not council policy", ("OX29",)),
    ],
)
def test_ox13_ox18_ox28_ox29_copies_go_to_the_family_to_who_was_there_and_to_who_is_in_the_plan(
    kind: str, of: str, clause: str, ids: tuple[str, ...]
) -> None:
    """A service that is new in the plan has its copy; who was asked and did not come has none."""
    history = History("child", (Happening("meeting", kind, ON),))
    owed = circulation_for(OXFORDSHIRE, history, "meeting", WORKING_DAYS)
    assert owed is not None
    assert [one.person for one in owed.entitled(PEOPLE)] == TAKE_PART
    assert (owed.of, owed.duty.clause, owed.duty.ids) == (of, clause, ids)
    assert (owed.gates, owed.held_back) == ((), ())
    assert owed.duty.reading.startswith("9: ")


@pytest.mark.parametrize(
    ("span", "role", "disabled", "refusal"),
    [
        ("6 months", "team manager", True, ""),
        ("12 months", "team manager", True, ""),
        ("3 months", "team manager", True, ""),
        ("13 months", "team manager", True, "at most 12 months"),
        ("6 months", "social worker", True, "Only a team manager"),
        ("6 months", "manager", True, "Only a team manager"),
        ("6 months", "team manager", False, "only for: disabled child"),
    ],
)
def test_ox22_only_a_team_manager_sets_another_interval_for_a_disabled_child_and_a_year_at_most(
    span: str, role: str, disabled: bool, refusal: str
) -> None:
    so = [Circumstance("disabled child", date(2027, 1, 1))] if disabled else []
    said = ""
    try:
        check_override(OXFORDSHIRE, WORKING_DAYS, "review", span, role, ON, so)
    except CannotOverride as refused:
        said = str(refused)
    assert refusal in said and bool(said) == bool(refusal)


def test_ox12_the_chair_owes_the_plan_and_ox23_the_social_worker_the_review() -> None:
    owed = {duty.name: duty for duty in reckon(OXFORDSHIRE, History("child", (PLANNING,)), WORKING_DAYS)}
    assert (owed["plan drawn up"].owed_by, owed["review"].owed_by) == ("chair", "social worker")
    assert OXFORDSHIRE.title("plan drawn up") == "Draw up the plan at the end of the meeting"
    assert owed["plan drawn up"].why == (
        "The same day as the Initial Child in Need Core Group Meeting on Monday 1 March 2027: "
        "Monday 1 March 2027. Oxfordshire 1.10."
    )
    assert owed["review"].why.endswith(": Thursday 1 July 2027. Oxfordshire 3.1 to 3.3.")
