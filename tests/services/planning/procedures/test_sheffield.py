"""Sheffield's procedure: who signs, who sends what to whom, and who has to be in the chair."""

from datetime import date

import pytest

from services.planning.domain.history import Circumstance, Happening, History
from services.planning.procedures.calendars import working_days_of
from services.planning.procedures.chairs import chair_warning, chairs_of
from services.planning.procedures.circulation import Circulation, Standing, circulation_for
from services.planning.procedures.council import load_council
from services.planning.procedures.local_values import not_set
from services.planning.procedures.reckoning import reckon

SHEFFIELD = load_council("sheffield")
WORKING_DAYS = working_days_of(SHEFFIELD)
HELD = date(2027, 2, 5)
MANAGERS = ("team manager", "manager", "service manager")
ROWS = {"SH1", "SH2", "SH9", "SH10", "SH13", "SH16", "SH20", "SH21", "SH23", "SH24"}

PEOPLE = [
    Standing("mother", invited=True, attended=True, party=True, family=True),
    Standing("grandmother", invited=True, family=True),
    Standing("health visitor", invited=True),
    Standing("teacher", attended=True),
    Standing("new service", party=True),
    Standing("note-taker", invited=True, attended=True, service_role="note-taker"),
]


def circulation(kind: str, *more: Happening) -> Circulation:
    history = History("child", (Happening("meeting", kind, HELD), *more))
    found = circulation_for(SHEFFIELD, history, "meeting", WORKING_DAYS)
    assert found is not None
    return found


def test_the_file_carries_every_row_and_reading_that_was_asked_of_it() -> None:
    (edition,) = SHEFFIELD.editions
    assert (edition.edition, edition.in_force) == ("May 2018", date(2018, 5, 1))
    assert {one for rule in edition.rules for one in rule.ids} >= ROWS
    readings = {reading.split(":")[0] for rule in edition.rules for reading in rule.reading}
    assert readings >= {"5", "6", "9", "24", "30"}


def test_the_procedure_leaves_nothing_without_a_stand_in() -> None:
    assert not_set(SHEFFIELD.local, SHEFFIELD.editions) == []


@pytest.mark.parametrize(
    ("kind", "sender", "clause", "ids"),
    [
        ("planning meeting", "chair", "Sheffield 1 and 2", ("SH9", "SH13")),
        ("progress meeting", "social worker", "Sheffield 1", ("SH9",)),
        ("review", "lead practitioner", "Sheffield 3", ("SH21", "SH23")),
    ],
)
def test_who_sends_the_record_and_the_plan(kind: str, sender: str, clause: str, ids: tuple[str, ...]) -> None:
    """SH9, SH13, SH21, SH23."""
    owed = circulation(kind)
    assert (owed.duty.owed_by, owed.duty.clause, owed.duty.ids) == (sender, clause, ids)


@pytest.mark.parametrize("kind", ["planning meeting", "progress meeting", "review"])
def test_the_family_those_who_took_part_and_every_service_of_the_plan_have_it(kind: str) -> None:
    """SH9, SH13, SH21, SH23, reading 15."""
    found = [one.person for one in circulation(kind).entitled(PEOPLE)]
    assert found == ["mother", "grandmother", "teacher", "new service"]


@pytest.mark.parametrize("kind", ["planning meeting", "progress meeting", "review"])
def test_sh9_nothing_goes_out_before_a_manager_has_signed_it_off(kind: str) -> None:
    owed = circulation(kind)
    (gate,) = owed.gates
    assert (gate.owed_by, gate.ids, gate.due) == ("team manager", ("SH9",), date(2027, 2, 12))
    assert len(owed.held_back) == 1 and "sign off the record" in owed.held_back[0]
    signed = Happening("signed", "signed off", date(2027, 2, 8), of="meeting")
    assert circulation(kind, signed).held_back == ()
    (rule,) = (rule for rule in SHEFFIELD.editions[0].sign_offs if rule.after == kind)
    assert rule.who == ("team manager", "manager")


@pytest.mark.parametrize("kind", ["planning meeting", "progress meeting", "review"])
def test_sh9_the_practice_standards_days_are_the_products_until_the_council_sets_them(kind: str) -> None:
    owed = circulation(kind)
    said = "The council has not set its {}: {} working days is a product default, not council policy."
    assert owed.duty.beside == (said.format("distribution of records", 10),)
    assert owed.gates[0].beside == (said.format("sign-off of records", 5),)


@pytest.mark.parametrize("kind", ["planning meeting", "progress meeting", "review"])
def test_anybody_may_chair_a_meeting_but_for_the_two_checks(kind: str) -> None:
    """SH10, SH20: the procedure names no chair of a single meeting, only of one in six months."""
    assert chairs_of(SHEFFIELD, kind, HELD) == ()
    assert chair_warning(SHEFFIELD, kind, "social worker", HELD) is None


@pytest.mark.parametrize("kind", ["planning meeting", "progress meeting", "review"])
@pytest.mark.parametrize("role", [*MANAGERS, "social worker", "senior practitioner", "lead practitioner"])
def test_sh10_any_manager_in_the_chair_will_do_and_nobody_else(kind: str, role: str) -> None:
    plan = Happening("plan", "plan agreed", date(2027, 2, 1))
    meeting = Happening("meeting", kind, HELD, {"chaired by": role})
    duties = reckon(SHEFFIELD, History("child", (plan, meeting)), WORKING_DAYS)
    first = next(d for d in duties if d.name == "meeting chaired by a manager" and d.anchor == "plan")
    assert (first.state == "met") == (role in MANAGERS)
    assert bool(first.shortfall) != (role in MANAGERS)


@pytest.mark.parametrize("role", [*MANAGERS, "social worker"])
def test_sh20_only_the_teams_own_manager_reviews_a_complex_package(role: str) -> None:
    plan = Happening("plan", "plan agreed", date(2027, 2, 1))
    held = {"chaired by": role, "specific review": True}
    history = History(
        "child",
        (plan, Happening("meeting", "review", date(2027, 6, 1), held)),
        (Circumstance("complex package", date(2027, 3, 1)),),
    )
    duties = reckon(SHEFFIELD, history, WORKING_DAYS)
    (duty,) = (duty for duty in duties if duty.name == "review of a complex package")
    assert (duty.state == "met") == (role == "team manager")


def test_sh1_what_staff_record_by_hand() -> None:
    assert {"closing by day 10", "closed without a plan"} <= set(SHEFFIELD.recordable_events())
    assert set(SHEFFIELD.circumstances()) == {"complex package", "long-term or disability package"}
