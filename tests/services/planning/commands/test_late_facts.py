"""A fact that is written down late leaves the same duties on record as one written down in time."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from services.planning.adapters.duties import duties_of
from services.planning.commands.approve_override import Approval, approve_override
from services.planning.commands.record_assessment import record_assessment
from services.planning.commands.record_event import record_circumstance, record_event
from services.planning.commands.record_visit import record_visit
from services.planning.domain.duty import CORRECTED, DROPPED, Duty
from services.planning.procedures.council import load_council
from services.planning.procedures.reckoning import reckon
from tests.cast import AMINA
from tests.services.planning.commands.conftest import Office

VISITS = "visit under a supervision order"
IN_CARE = "care began"
IN_THE_END = [
    ("assessment", "2026-11-02", "met", "2026-12-30", "2026-11-13", ""),
    ("assessment shared", "2026-11-13", "dropped", "2026-11-20", "", IN_CARE),
    ("first meeting after step-down", "2026-10-01", "dropped", "2026-11-01", "", IN_CARE),
    ("plan after step-down", "2026-10-01", "dropped", "2026-10-15", "", IN_CARE),
    ("plan agreed", "2026-11-13", "dropped", "2026-11-27", "", IN_CARE),
    ("planning meeting", "2026-11-13", "dropped", "2026-12-13", "", IN_CARE),
    (VISITS, "2026-11-19", "met", "2026-12-03", "2026-12-07", ""),
    (VISITS, "2026-12-07", "dropped", "2026-12-21", "", IN_CARE),
]


def facts(office: Office) -> list[Callable[[], object]]:
    """What is known of the child in the end, each as the command that records it."""
    desk, noor, by = office.desk, office.noor, AMINA.id

    def assessed() -> None:
        for step, day in (("started", 2), ("finished", 12), ("authorised", 13)):
            record_assessment(desk, noor, step, date(2026, 11, day), by)

    def ordered() -> None:
        court = Approval("The court", "court", date(2026, 11, 20), None, "It said so.", "NN26C00012")
        record_circumstance(desk, noor, "supervision order", date(2026, 11, 9), None, "", by)
        approve_override(desk, noor, VISITS, "2 weeks", court, by)

    return [
        assessed,
        lambda: record_event(desk, noor, "CP plan ended", date(2026, 10, 1), "", by),
        lambda: record_event(desk, noor, "care began", date(2026, 12, 14), "", by),
        ordered,
        lambda: record_visit(desk, noor, date(2026, 11, 5), True, "", by),
        lambda: record_visit(desk, noor, date(2026, 11, 19), True, "", by),
        lambda: record_visit(desk, noor, date(2026, 12, 7), True, "", by),
        lambda: record_circumstance(desk, noor, "settled package", date(2026, 11, 30), None, "", by),
    ]


def told(duty: Duty) -> tuple[str, ...]:
    days = [day.isoformat() if day else "" for day in (duty.anchored_on, duty.due, duty.met_on)]
    return duty.name, days[0], duty.state, *days[1:], duty.dropped_because


@pytest.mark.parametrize("order", range(6))
def test_the_duties_on_record_do_not_depend_on_when_each_fact_was_recorded(
    office: Office, order: int
) -> None:
    """What no longer holds stands there as corrected; all else is as the whole is reckoned."""
    office.desk = replace(office.desk, procedure=load_council("rutland"))
    acts = facts(office)
    random.Random(order).shuffle(acts)
    for act in acts:
        act()
    whole = {
        duty.id: duty for duty in reckon(office.desk.council, office.history(), office.desk.working_days)
    }
    with office.desk.database.read() as read:
        kept = {duty.id: duty for duty in duties_of(read, office.noor)}
    over = [duty for one, duty in kept.items() if one not in whole]
    assert {one: kept.get(one) for one in whole} == whole
    assert all((duty.state, duty.dropped_because) == (DROPPED, CORRECTED) for duty in over)
    assert sorted(map(told, whole.values()), key=str) == sorted(IN_THE_END, key=str)
