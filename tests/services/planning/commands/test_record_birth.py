"""An unborn child is born once, on a day that has come."""

from datetime import date

import pytest

from services.planning.commands.desk import find
from services.planning.commands.record_birth import record_birth
from services.planning.commands.register_child import CannotRegister, register_child
from services.planning.domain.child import CannotRecordBirth, Child
from tests.services.planning.commands.conftest import Office


def test_an_unborn_child_is_born_and_named_and_it_is_said(office: Office) -> None:
    baby = register_child(
        office.desk, name="Baby", council_reference="B", born_on=None, expected_on=date(2027, 1, 4)
    )
    with pytest.raises(CannotRecordBirth, match="lies in the future"):
        record_birth(office.desk, baby, date(2026, 12, 19), "Ali")
    record_birth(office.desk, baby, date(2026, 12, 17), "Ali")
    with office.desk.database.read() as read:
        child = find(read, Child, baby)
    assert (child.name, child.born_on, child.unborn) == ("Ali", date(2026, 12, 17), False)
    name, said = office.said()[-1]
    assert (name, said.on) == ("ChildBorn", "2026-12-18")
    with pytest.raises(CannotRecordBirth, match="on record already"):
        record_birth(office.desk, baby, date(2026, 12, 17), "Ali")


def test_a_child_has_a_date_of_birth_or_a_date_expected_and_not_both(office: Office) -> None:
    with pytest.raises(CannotRegister, match="Give the date of birth"):
        register_child(office.desk, name="X", council_reference="X", born_on=None, expected_on=None)
    with pytest.raises(CannotRegister, match="lies in the future"):
        future = date(2027, 1, 1)
        register_child(office.desk, name="X", council_reference="X", born_on=future, expected_on=None)
