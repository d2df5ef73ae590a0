"""U11: a mistyped day is corrected, everything is reckoned from the right one, and nobody is invited."""

from dataclasses import asdict
from datetime import date

import pytest
from sqlalchemy.orm import Session

from services.planning.adapters.duties import duties_of
from services.planning.adapters.facts_of_a_child import events_of, visits_of
from services.planning.commands.correct_entry import correct_event, correct_visit
from services.planning.commands.desk import NotFound
from services.planning.commands.record_event import CannotRecord, record_event
from services.planning.commands.record_visit import record_visit
from services.planning.domain.census import BASELINE
from services.planning.domain.child import Visit
from tests.cast import AMINA
from tests.services.planning.commands.conftest import Office

WRONG, RIGHT = date(2026, 12, 8), date(2026, 12, 1)


def test_u11_a_corrected_event_leaves_the_clocks_as_if_it_had_been_right_at_once(office: Office) -> None:
    kind = "CP plan began"
    office.assessed(date(2026, 11, 16))
    mistyped = record_event(office.desk, office.noor, kind, WRONG, "The conference.", AMINA.id)
    record_event(office.desk, office.sami, kind, RIGHT, "The conference.", AMINA.id)
    correct_event(office.desk, mistyped, RIGHT)
    with office.desk.database.read() as read:
        assert _told(read, office.noor) == _told(read, office.sami) != []
        (kept,) = events_of(read, office.noor)
    assert (kept.on, kept.reason, kept.author) == (RIGHT, "The conference.", AMINA.id)
    assert {name for name, _ in office.said()}.isdisjoint(
        {"MeetingArranged", "MeetingMoved", "CirculationDue"}
    )


def test_u11_a_visit_that_was_moved_and_at_which_nobody_was_seen(office: Office) -> None:
    visit = record_visit(office.desk, office.noor, WRONG, True, "A long talk.", AMINA.id)
    correct_visit(office.desk, visit, RIGHT, False)
    assert [(v.on, v.has("child seen")) for v in office.happened("visit")] == [(RIGHT, False)]
    first, second = [message for name, message in office.said() if name == "EventRecorded"]
    assert (first.event, first.was, second.event) == (visit, "", visit)
    assert (second.kind, second.on, second.was) == (
        "visit without seeing the child",
        RIGHT.isoformat(),
        WRONG.isoformat(),
    )
    assert second.version > first.version and "talk" not in str(second)


def test_a_correction_that_changes_nothing_says_nothing(office: Office) -> None:
    visit = record_visit(office.desk, office.noor, WRONG, True, "", AMINA.id)
    before = office.said()
    correct_visit(office.desk, visit, WRONG, True)
    assert office.said() == before


def test_a_day_to_come_is_refused_and_the_entry_stays(office: Office) -> None:
    visit = record_visit(office.desk, office.noor, WRONG, True, "", AMINA.id)
    with pytest.raises(CannotRecord, match="lies in the future"):
        correct_visit(office.desk, visit, date(2026, 12, 19), True)
    with office.desk.database.read() as read:
        assert [one.on for one in visits_of(read, office.noor)] == [WRONG]


def test_what_came_with_the_list_is_corrected_there(office: Office) -> None:
    with office.desk.database.begin() as session:
        session.add(Visit("v", office.noor, WRONG, True, "", BASELINE, WRONG))
    with pytest.raises(CannotRecord, match="came with the council's list"):
        correct_visit(office.desk, "v", RIGHT, True)


def test_what_is_not_there_is_said(office: Office) -> None:
    with pytest.raises(NotFound, match="no such visit"):
        correct_visit(office.desk, "nowhere", RIGHT, True)
    with pytest.raises(NotFound):
        correct_event(office.desk, "nowhere", RIGHT)


def _told(read: Session, child: str) -> list[dict[str, object]]:
    """The child's duties without what only names them."""
    own = ("id", "child", "anchor")
    return [{k: v for k, v in asdict(duty).items() if k not in own} for duty in duties_of(read, child)]
