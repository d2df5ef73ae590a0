"""Who a child is can be corrected; what was and what is stays here."""

from datetime import date

import pytest

from services.planning.commands.correct_child import correct_child
from services.planning.commands.desk import find
from services.planning.commands.register_child import CannotRegister, register_child
from services.planning.domain.child import Child
from tests.services.planning.commands.conftest import Office


def on_record(office: Office) -> Child:
    with office.desk.database.read() as read:
        return find(read, Child, office.noor)


def test_a_name_a_reference_and_a_birthday_are_corrected_and_none_is_said(office: Office) -> None:
    before = on_record(office).version
    correct_child(office.desk, office.noor, "Noor Haddad-Bell", "CIN-9", date(2012, 3, 28))
    now = on_record(office)
    assert (now.name, now.council_reference, now.born_on) == ("Noor Haddad-Bell", "CIN-9", date(2012, 3, 28))
    said = [(name, message) for name, message in office.said() if name == "EventRecorded"]
    assert said[-1][1].version == now.version == before + 1
    assert not any(word in str(said) for word in ("Haddad-Bell", "CIN-9", "2012"))


def test_another_childs_reference_and_a_day_to_come_are_refused(office: Office) -> None:
    with office.desk.database.read() as read:
        other = find(read, Child, office.sami).council_reference
    with pytest.raises(CannotRegister, match="Another child has this reference"):
        correct_child(office.desk, office.noor, "Noor", other, None)
    with pytest.raises(CannotRegister, match="lies in the future"):
        correct_child(office.desk, office.noor, "Noor", "CIN-9", date(2200, 1, 1))
    assert on_record(office).council_reference != other


def test_an_unborn_childs_birth_has_a_form_of_its_own(office: Office) -> None:
    baby = register_child(
        office.desk, name="Baby", council_reference="B-1", born_on=None, expected_on=date(2027, 5, 1)
    )
    with pytest.raises(CannotRegister, match="Record the birth"):
        correct_child(office.desk, baby, "Baby", "B-1", office.desk.today)


def test_a_reference_that_is_on_record_is_not_registered_again(office: Office) -> None:
    reference = on_record(office).council_reference
    with pytest.raises(CannotRegister, match="on record already"):
        register_child(
            office.desk, name="N", council_reference=reference, born_on=date(2020, 1, 1), expected_on=None
        )
