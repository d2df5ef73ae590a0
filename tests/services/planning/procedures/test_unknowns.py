"""A child taken over from a return: what no return tells is "not known", never overdue."""

from datetime import date

import pytest

from services.planning.domain import duty as d
from services.planning.domain.duty import Duty
from services.planning.domain.history import Happening, History
from services.planning.procedures.calendars import working_days_of
from services.planning.procedures.council import councils, load_council
from services.planning.procedures.reckoning import reckon

AS_AT = date(2026, 11, 20)
LATELY = (
    ("referral", date(2026, 3, 2)),
    ("assessment started", date(2026, 3, 3)),
    ("assessment authorised", date(2026, 4, 7)),
    ("plan agreed", date(2026, 4, 14)),
)
LONG_AGO = (("referral", date(2004, 9, 6)),)
PLAN_LONG_AGO = (("referral", date(2024, 3, 4)), ("plan agreed", date(2024, 5, 7)))


def taken_over(council: str, *told: tuple[str, date]) -> dict[str, Duty]:
    happenings = tuple(Happening(f"{kind} {on}", kind, on) for kind, on in told)
    history = History("the child", happenings, known_from=AS_AT)
    procedure = load_council(council)
    return {duty.name: duty for duty in reckon(procedure, history, working_days_of(procedure))}


@pytest.mark.parametrize("told", [LATELY, LONG_AGO, PLAN_LONG_AGO], ids=["lately", "long ago", "old plan"])
@pytest.mark.parametrize("council", councils())
def test_nothing_is_overdue_that_no_return_tells(council: str, told: tuple[tuple[str, date], ...]) -> None:
    late = [duty.why for duty in taken_over(council, *told).values() if d.is_overdue(duty, AS_AT)]
    assert late == []


def test_an_own_event_of_the_procedure_may_have_happened_before() -> None:
    """LE6: whether the assessment was shared stands in no return."""
    assert taken_over("leicester", *LATELY)["assessment shared"].state == d.NOT_KNOWN


def test_an_own_event_that_is_due_yet_keeps_its_day() -> None:
    """OX27: the plan's year is known."""
    duty = taken_over("oxfordshire", *LATELY)["contingency plan considered"]
    assert (duty.state, duty.due) == (d.OPEN, date(2027, 4, 14))


def test_an_assessment_that_ended_before_the_returns_year_is_not_in_it() -> None:
    """LE5: a return tells of the assessments that were authorised in its own year."""
    duties = taken_over("leicester", *LONG_AGO)
    assert duties["assessment, from the referral"].state == d.NOT_KNOWN
    assert duties["planning meeting"].state == d.NOT_KNOWN


def test_an_assessment_of_the_returns_own_year_would_be_in_it() -> None:
    duty = taken_over("leicester", ("referral", date(2026, 6, 1)))["assessment, from the referral"]
    assert (duty.state, d.is_overdue(duty, AS_AT)) == (d.OPEN, True)


def test_when_the_child_was_allocated_stands_in_no_return() -> None:
    """SH1."""
    states = {duty.state for duty in taken_over("sheffield", *LATELY).values()}
    waiting = [duty.why for duty in taken_over("sheffield", *LATELY).values() if "allocated" in duty.why]
    assert d.NOT_KNOWN in states
    assert all("not known" in why for why in waiting) and waiting
