"""Events and circumstances that no other page records, and an assessment's outcome."""

from datetime import date

import pytest

from services.planning.commands.record_assessment import record_assessment
from services.planning.commands.record_event import (
    CannotRecord,
    end_circumstance,
    record_circumstance,
    record_event,
)
from services.planning.domain.child import CannotRecordStep
from services.planning.domain.history import Circumstance
from tests.cast import AMINA
from tests.services.planning.commands.conftest import Office

DAY = date(2026, 12, 1)


def test_an_event_is_recorded_on_its_day(office: Office) -> None:
    record_event(office.desk, office.noor, "significant change", DAY, "They moved.", AMINA.id)
    assert [h.on for h in office.happened("significant change")] == [DAY]


@pytest.mark.parametrize("kind", ["visit", "allocated", "review", "plan agreed", "first told", "a party"])
def test_what_has_a_page_of_its_own_or_is_no_event_is_refused(office: Office, kind: str) -> None:
    with pytest.raises(CannotRecord, match="from the list"):
        record_event(office.desk, office.noor, kind, DAY, "", AMINA.id)


def test_a_circumstance_that_no_clause_asks_about_is_refused(office: Office) -> None:
    with pytest.raises(CannotRecord, match="Choose a circumstance from the list"):
        record_circumstance(office.desk, office.noor, "court order", DAY, None, "The court.", AMINA.id)
    assert office.history().circumstances == ()


def test_le9_a_circumstance_ends_and_both_are_said(office: Office) -> None:
    office.asks_more()
    held = record_circumstance(office.desk, office.noor, "court order", DAY, None, "The court.", AMINA.id)
    assert office.history().circumstances == (Circumstance("court order", DAY),)
    with pytest.raises(CannotRecord, match="before it began"):
        end_circumstance(office.desk, held, date(2026, 11, 30), AMINA.id)
    end_circumstance(office.desk, held, date(2026, 12, 10), AMINA.id)
    assert office.history().circumstances == (Circumstance("court order", DAY, date(2026, 12, 10)),)
    said = [(m.circumstance, m.until) for name, m in office.said() if name == "CircumstanceRecorded"]
    assert said == [(held, ""), (held, "2026-12-10")]


def test_le40_an_assessments_outcome_goes_with_its_authorisation(office: Office) -> None:
    for step in ("started", "finished"):
        record_assessment(office.desk, office.noor, step, DAY, AMINA.id)
    with pytest.raises(CannotRecordStep, match="when a manager authorises"):
        record_assessment(office.desk, office.noor, "finished", DAY, AMINA.id, "child in need")
    with pytest.raises(CannotRecordStep, match="outcome is child in need or no further action"):
        record_assessment(office.desk, office.noor, "authorised", DAY, AMINA.id, "unclear")
    record_assessment(office.desk, office.noor, "authorised", DAY, AMINA.id, "no further action")
    record_assessment(office.desk, office.noor, "authorised", date(2026, 12, 2), AMINA.id)
    found = office.happened("assessment authorised")
    assert [(h.on.day, h.properties["outcome"]) for h in found] == [(2, "no further action")]
