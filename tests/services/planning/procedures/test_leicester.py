"""The joint procedure of Leicester, Leicestershire and Rutland: chairs, records, what each sets itself."""

from dataclasses import replace
from datetime import date

import pytest

from services.planning.domain.history import Approved, Circumstance, Happening, History
from services.planning.procedures.calendars import working_days_of
from services.planning.procedures.chairs import chair_warning, chairs_of, who_may_decide
from services.planning.procedures.circulation import Standing, circulation_for
from services.planning.procedures.council import Council, load_council
from services.planning.procedures.local_values import not_set
from services.planning.procedures.overrides import CannotOverride, check_override, may_be_overridden
from services.planning.procedures.reckoning import reckon

LEICESTER, LEICESTERSHIRE, RUTLAND = THREE = tuple(
    load_council(name) for name in ("leicester", "leicestershire", "rutland")
)
ON = date(2027, 6, 1)
SETTLED = History("child", (), (Circumstance("settled package", date(2027, 1, 1)),))
NOBODY = History("child", ())
ORDER = Circumstance("supervision order", date(2027, 2, 1))
ROWS = {
    *("LE5", "LE6", "LE7", "LE8", "LE9", "LE10", "LE12", "LE13", "LE14", "LE15", "LE17"),
    *("LE18", "LE19", "LE22", "LE31", "LE33", "LE36", "LE42"),
}


def test_the_three_share_one_procedure_and_are_three_councils() -> None:
    assert LEICESTER.editions == LEICESTERSHIRE.editions == RUTLAND.editions
    assert [council.name for council in THREE] == [
        "Leicester City Council",
        "Leicestershire County Council",
        "Rutland County Council",
    ]
    assert [council.known_as for council in THREE] == ["Leicester", "Leicestershire", "Rutland"]
    assert len({council.sha256 for council in THREE}) == 3
    (edition,) = LEICESTER.editions
    assert (edition.edition, edition.in_force) == ("version 25, 5 June 2024", date(2024, 6, 5))


def test_the_file_carries_every_row_and_reading_that_was_asked_of_it() -> None:
    (edition,) = LEICESTER.editions
    assert {one for rule in edition.rules for one in rule.ids} >= ROWS
    readings = {reading.split(":")[0] for rule in edition.rules for reading in rule.reading}
    assert readings >= {"1", "2", "3", "4", "9", "18", "20", "23", "29"}


def test_le18_the_first_review_has_no_default_and_two_councils_have_set_it() -> None:
    period, visits = "first review period", "visits under a supervision order"
    assert not_set(LEICESTER.local, LEICESTER.editions) == [period, visits]
    assert not_set(LEICESTERSHIRE.local, LEICESTERSHIRE.editions) == [visits]
    assert not_set(RUTLAND.local, RUTLAND.editions) == [visits]


@pytest.mark.parametrize(
    ("council", "expected"),
    [
        (LEICESTER, ("not set", None, "This time has not been set: first review period.")),
        (LEICESTERSHIRE, ("open", date(2027, 5, 1), "3 months after the plan was agreed")),
        (RUTLAND, ("open", date(2027, 4, 12), "10 weeks after the plan was agreed")),
    ],
    ids=["leicester", "leicestershire", "rutland"],
)
def test_le18_one_plan_three_councils(council: Council, expected: tuple[str, date | None, str]) -> None:
    """Reading 3."""
    plan = History("child", (Happening("plan", "plan agreed", date(2027, 2, 1)),))
    duties = reckon(council, plan, working_days_of(council))
    (duty,) = (duty for duty in duties if duty.name == "first review")
    assert (duty.state, duty.due) == expected[:2]
    assert duty.why.startswith(expected[2]) and duty.why.endswith(". LLR on reviews.")


@pytest.mark.parametrize(
    ("kind", "role", "history", "warned"),
    [
        ("planning meeting", "team manager", NOBODY, False),
        ("planning meeting", "senior practitioner", NOBODY, False),
        ("planning meeting", "social worker", NOBODY, True),
        ("planning meeting", "reviewing officer", SETTLED, True),
        ("progress meeting", "social worker", NOBODY, False),
        ("progress meeting", "reviewing officer", NOBODY, False),
        ("progress meeting", "senior practitioner", NOBODY, True),
        ("progress meeting", "social worker", SETTLED, False),
        ("review", "social worker", NOBODY, False),
        ("review", "reviewing officer", NOBODY, False),
        ("review", "lead practitioner", NOBODY, True),
        ("review", "reviewing officer", SETTLED, False),
        ("review", "social worker", SETTLED, True),
    ],
)
def test_a_chair_is_warned_of_where_the_procedure_names_others(
    kind: str, role: str, history: History, warned: bool
) -> None:
    """LE7, LE15, LE33."""
    assert (chair_warning(LEICESTER, kind, role, ON, history) is not None) == warned


def test_le15_somebody_senior_chairs_the_first_meeting_and_nobody_may_decide_otherwise() -> None:
    assert chairs_of(LEICESTER, "planning meeting", ON) == ("team manager", "senior practitioner")
    assert who_may_decide(LEICESTER, "planning meeting", ON) == ()


@pytest.mark.parametrize("kind", ["progress meeting", "review"])
def test_le33_a_team_manager_may_decide_who_chairs_a_later_meeting(kind: str) -> None:
    warning = chair_warning(RUTLAND, kind, "senior practitioner", ON)
    assert warning is not None and warning.ids == ("LE33",)
    assert "A team manager may decide otherwise. LLR on chairing." in warning.text


def test_le7_a_settled_package_is_reviewed_by_the_reviewing_officer_only() -> None:
    assert chairs_of(LEICESTER, "review", ON, SETTLED) == ("reviewing officer",)
    assert who_may_decide(LEICESTER, "review", ON, SETTLED) == ()


PEOPLE = [
    Standing("mother", invited=True, attended=True, party=True, family=True),
    Standing("health visitor", invited=True),
    Standing("neighbour", attended=True),
    Standing("provider", party=True),
]


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("planning meeting", "record and plan"),
        ("progress meeting", "record"),
        ("review", "record and updated plan"),
    ],
)
@pytest.mark.parametrize("council", THREE, ids=lambda council: council.known_as)
def test_le6_whoever_was_invited_has_the_record_as_the_products_default(
    council: Council, kind: str, what: str
) -> None:
    """Reading 9: the procedure names neither recipients nor days."""
    history = History("child", (Happening("meeting", kind, date(2026, 12, 18)),))
    owed = circulation_for(council, history, "meeting", working_days_of(council))
    assert owed is not None and owed.of == what and owed.gates == ()
    assert [one.person for one in owed.entitled(PEOPLE)] == ["mother", "health visitor"]
    assert owed.duty.clause == "product default, not council policy"
    assert owed.duty.ids == ("LE6",)


def test_le17_who_may_set_another_interval_between_family_network_meetings() -> None:
    """Reading 29."""
    allowed = may_be_overridden(LEICESTER, ON)["progress meeting"]
    assert [one.by for one in allowed] == [("social worker", "team manager"), ("court",)]
    days = working_days_of(LEICESTER)
    for role in ("social worker", "team manager"):
        check_override(LEICESTER, days, "progress meeting", "8 weeks", role, ON)
    with pytest.raises(CannotOverride, match="not a senior practitioner"):
        check_override(LEICESTER, days, "progress meeting", "8 weeks", "senior practitioner", ON)


@pytest.mark.parametrize("rule", ["first review", "review", "visit under a supervision order"])
def test_le9_only_a_court_changes_reviews_and_the_visits_it_has_ordered(rule: str) -> None:
    days = working_days_of(LEICESTER)
    check_override(LEICESTER, days, rule, "3 months", "court", ON, (ORDER,), "NN27C00012")
    with pytest.raises(CannotOverride, match="Only a court may approve this"):
        check_override(LEICESTER, days, rule, "3 months", "team manager", ON, (ORDER,))


@pytest.mark.parametrize("rule", ["progress meeting", "first review", "visit under a supervision order"])
def test_le9_a_courts_interval_asks_for_an_order_and_for_the_document_that_says_so(rule: str) -> None:
    days, over = working_days_of(LEICESTER), replace(ORDER, until=date(2027, 5, 31))
    for so in ((), (over,)):
        with pytest.raises(CannotOverride, match="only for: supervision order .* record it first"):
            check_override(LEICESTER, days, rule, "4 weeks", "court", ON, so, "NN27C00012")
    with pytest.raises(CannotOverride, match="reference of the document"):
        check_override(LEICESTER, days, rule, "4 weeks", "court", ON, (ORDER,), " ")


def test_le9_an_order_that_prescribes_no_visits_owes_none_while_it_runs_and_afterwards() -> None:
    visits = "visit under a supervision order"
    court = Approved(visits, "2 weeks", "court", ORDER.since)
    for order in (ORDER, replace(ORDER, until=date(2027, 3, 1))):
        for ordered, number in (((), 0), ((court,), 1)):
            history = History("child", (), (order,), ordered)
            duties = reckon(LEICESTER, history, working_days_of(LEICESTER))
            assert [duty.name for duty in duties].count(visits) == number


def test_le9_an_ordered_interval_lapses_with_its_last_day() -> None:
    review = Happening("review", "review", date(2027, 2, 1))
    ordered = Approved("review", "3 months", "court", date(2027, 2, 3))
    days = working_days_of(LEICESTER)
    for until, due in ((None, date(2027, 5, 1)), (date(2027, 4, 1), date(2027, 8, 1))):
        history = History("child", (review,), (ORDER,), overrides=(replace(ordered, until=until),))
        (duty,) = (duty for duty in reckon(LEICESTER, history, days) if duty.name == "review")
        assert duty.due == due


def test_le31_a_move_here_shows_both_dates_and_nobody_waits_for_one() -> None:
    """Reading 18."""
    told = Happening("told", "first told", date(2027, 2, 1))
    days = working_days_of(LEICESTER)
    names = {duty.name for duty in reckon(LEICESTER, History("child", (told,)), days)}
    assert "meeting after a move here" in names
    allocated = replace(told, kind="allocated")
    waiting = {duty.name for duty in reckon(LEICESTER, History("child", (allocated,)), days)}
    assert not waiting & {
        "meeting after a move here",
        "plan after step-down",
        "first meeting after step-down",
    }
    assert "plan agreed" in waiting
