"""A child who came from another authority."""

from datetime import date

import pytest

from services.planning.adapters.facts_of_a_child import transfer_of
from services.planning.commands.record_event import CannotRecord
from services.planning.commands.transfer_in import Arrival, transfer_in
from tests.cast import AMINA
from tests.services.planning.commands.conftest import Office

LIVES, TOLD, NOTICE = date(2026, 12, 1), date(2026, 12, 3), date(2026, 12, 10)


def _days(office: Office) -> dict[str, date]:
    kinds = ("resident here", "first told", "formally notified")
    return {kind: h.on for kind in kinds for h in office.happened(kind)}


def test_le31_each_day_that_is_known_is_a_happening(office: Office) -> None:
    transfer_in(office.desk, office.noor, "Rutland", Arrival(LIVES, TOLD), AMINA.id)
    assert _days(office) == {"resident here": LIVES, "first told": TOLD}


def test_le31_a_formal_notice_tells_the_authority_where_nobody_did_before(office: Office) -> None:
    transfer_in(office.desk, office.noor, "Rutland", Arrival(LIVES, None, NOTICE), AMINA.id)
    assert _days(office) == {"resident here": LIVES, "first told": NOTICE, "formally notified": NOTICE}
    transfer_in(office.desk, office.noor, "Rutland", Arrival(LIVES, TOLD, NOTICE), AMINA.id)
    assert _days(office)["first told"] == TOLD, "a school's call came earlier after all"


def test_le37_recording_again_corrects_the_one_transfer_and_says_only_what_is_new(office: Office) -> None:
    transfer_in(office.desk, office.noor, "Rutland", Arrival(LIVES, TOLD), AMINA.id)
    later = Arrival(LIVES, date(2026, 12, 2), NOTICE, date(2027, 1, 4))
    transfer_in(office.desk, office.noor, "Rutland", later, AMINA.id)
    assert list(_days(office).values()) == [LIVES, date(2026, 12, 2), NOTICE]
    said = [(m.kind, m.on) for name, m in office.said() if name == "EventRecorded"]
    assert said == [
        ("resident here", "2026-12-01"),
        ("first told", "2026-12-03"),
        ("first told", "2026-12-02"),
        ("formally notified", "2026-12-10"),
    ]
    with office.desk.database.read() as read:
        kept = transfer_of(read, office.noor)
    assert kept is not None and kept.responsible_from == date(2027, 1, 4)


def test_a_transfer_without_a_day_or_with_one_to_come_is_refused(office: Office) -> None:
    with pytest.raises(CannotRecord, match="at least one"):
        transfer_in(office.desk, office.noor, "Rutland", Arrival(), AMINA.id)
    with pytest.raises(CannotRecord, match="Only the day from which this authority is responsible"):
        transfer_in(office.desk, office.noor, "Rutland", Arrival(date(2026, 12, 19)), AMINA.id)
    assert _days(office) == {}
