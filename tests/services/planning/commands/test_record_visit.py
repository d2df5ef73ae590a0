"""Visits: kept with whether the child was seen."""

from datetime import date

import pytest

from services.planning.commands.record_event import CannotRecord
from services.planning.commands.record_visit import record_visit
from tests.cast import AMINA
from tests.services.planning.commands.conftest import Office


def test_gu9_a_visit_says_whether_the_child_was_seen(office: Office) -> None:
    record_visit(office.desk, office.noor, date(2026, 12, 1), True, "", AMINA.id)
    record_visit(office.desk, office.noor, date(2026, 12, 8), False, "Nobody came to the door.", AMINA.id)
    visits = office.happened("visit")
    assert [(v.on.day, v.has("child seen")) for v in visits] == [(1, True), (8, False)]


def test_what_is_said_of_a_visit_holds_no_note_and_tells_one_without_the_child_apart(office: Office) -> None:
    record_visit(office.desk, office.noor, date(2026, 12, 1), True, "A long talk.", AMINA.id)
    record_visit(office.desk, office.noor, date(2026, 12, 8), False, "Nobody came.", AMINA.id)
    said = [message for name, message in office.said() if name == "EventRecorded"]
    assert [message.kind for message in said] == ["visit", "visit without seeing the child"]
    assert not any(word in str(said) for word in ("talk", "Nobody"))


def test_a_visit_to_come_is_refused(office: Office) -> None:
    with pytest.raises(CannotRecord, match="lies in the future"):
        record_visit(office.desk, office.noor, date(2026, 12, 19), True, "", AMINA.id)
    assert office.happened("visit") == []
