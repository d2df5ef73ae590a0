"""A plan: drafted, agreed for the time being, agreed in full."""

from datetime import date

import pytest

from services.planning.commands.desk import find
from services.planning.commands.write_plan import PlannedAction, PlanText, agree_plan, draft_plan
from services.planning.domain.plan import CannotAgreePlan, Plan
from tests.services.planning.commands.conftest import Office

ACTION = PlannedAction("Calm evenings", "Samira", "One bedtime", "Sleep", date(2027, 2, 1))
WHY = "The school could not come before the new year."


def _drafted(office: Office) -> str:
    return draft_plan(office.desk, office.noor, PlanText("Safe at home.", [ACTION]))


def _agreed(office: Office) -> list[tuple[date, bool]]:
    return [(h.on, h.has("interim")) for h in office.happened("plan agreed")]


def test_ox12_the_day_the_plan_was_first_written_down_is_kept(office: Office) -> None:
    _drafted(office)
    office.desk.clock.steer(date(2026, 12, 21))
    _drafted(office)
    assert [h.on for h in office.happened("plan drawn up")] == [date(2026, 12, 18)]


def test_le13_an_interim_plan_needs_its_reason(office: Office) -> None:
    plan = _drafted(office)
    with pytest.raises(CannotAgreePlan, match="needs its reason"):
        agree_plan(office.desk, plan, date(2026, 12, 14), interim=True, interim_reason=" ")
    assert _agreed(office) == []


def test_le13_agreed_in_full_later_the_plan_began_when_it_was_first_agreed(office: Office) -> None:
    plan = _drafted(office)
    agree_plan(office.desk, plan, date(2026, 12, 14), interim=True, interim_reason=WHY)
    assert _agreed(office) == [(date(2026, 12, 14), True)]
    agree_plan(office.desk, plan, date(2026, 12, 18))
    assert _agreed(office) == [(date(2026, 12, 14), False)]
    with office.desk.database.read() as read:
        assert find(read, Plan, plan).interim_reason == WHY
    assert WHY not in str(office.said())


def test_a_plan_agreed_in_full_cannot_become_an_interim_one(office: Office) -> None:
    plan = _drafted(office)
    agree_plan(office.desk, plan, date(2026, 12, 14))
    with pytest.raises(CannotAgreePlan, match="agreed already"):
        agree_plan(office.desk, plan, date(2026, 12, 18), interim=True, interim_reason=WHY)
    assert _agreed(office) == [(date(2026, 12, 14), False)]
