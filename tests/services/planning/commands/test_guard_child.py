"""Restricting a child, and staff who are family: somebody must always be able to lift it again."""

import pytest

from services.planning.adapters.openings import conflicts_of, restriction_of
from services.planning.commands.allocate_child import allocate_child
from services.planning.commands.desk import NotFound
from services.planning.commands.guard_child import (
    end_conflict,
    lift_restriction,
    record_conflict,
    restrict_child,
)
from services.planning.domain.child import CannotAllocate
from services.planning.domain.guarding import CannotRecordConflict, CannotRestrict, Restriction
from services.planning.domain.staff import Staff
from tests.services.planning.commands.conftest import Office


@pytest.fixture
def staffed(office: Office) -> Office:
    with office.desk.database.begin() as session:
        for name, role in (
            ("amina", "social worker"),
            ("martin", "team manager"),
            ("helen", "service manager"),
        ):
            session.add(Staff(name, name, role))
    return office


def _restriction(office: Office) -> Restriction | None:
    with office.desk.database.read() as read:
        return restriction_of(read, office.noor)


@pytest.mark.parametrize("named", [[], ["amina"]])
def test_a_restriction_names_a_manager(staffed: Office, named: list[str]) -> None:
    with pytest.raises(CannotRestrict, match="at least one manager"):
        restrict_child(staffed.desk, staffed.noor, named, "martin")
    assert _restriction(staffed) is None


def test_a_manager_who_is_family_does_not_count(staffed: Office) -> None:
    record_conflict(staffed.desk, staffed.noor, "martin", staffed.mother, "helen")
    with pytest.raises(CannotRestrict):
        restrict_child(staffed.desk, staffed.noor, ["martin", "amina"], "helen")
    restrict_child(staffed.desk, staffed.noor, ["martin", "helen"], "helen")
    assert _restriction(staffed)


def test_naming_others_replaces_and_lifting_ends_it_and_both_stay_on_record(staffed: Office) -> None:
    restrict_child(staffed.desk, staffed.noor, ["martin"], "martin")
    restrict_child(staffed.desk, staffed.noor, ["helen", "amina"], "martin")
    now = _restriction(staffed)
    assert now and now.named == ["amina", "helen"]
    lift_restriction(staffed.desk, staffed.noor, "helen")
    assert _restriction(staffed) is None
    with staffed.desk.database.read() as read:
        assert len(read.query(Restriction).all()) == 2


def test_the_last_manager_who_is_named_is_not_recorded_as_family(staffed: Office) -> None:
    """Not of the child itself, and not through a person whom a restricted sibling shares."""
    restrict_child(staffed.desk, staffed.noor, ["martin", "amina"], "martin")
    for child, person in ((staffed.noor, ""), (staffed.sami, staffed.mother)):
        with pytest.raises(CannotRecordConflict, match="name another first"):
            record_conflict(staffed.desk, child, "martin", person, "helen")
    record_conflict(staffed.desk, staffed.sami, "martin", "", "helen")


def test_only_family_makes_family(staffed: Office) -> None:
    with pytest.raises(CannotRecordConflict, match="not of this child's family"):
        record_conflict(staffed.desk, staffed.noor, "amina", staffed.visitor, "martin")
    with pytest.raises(CannotRecordConflict, match="not of this child's family"):
        record_conflict(staffed.desk, staffed.stranger, "amina", staffed.mother, "martin")


def test_a_conflict_is_ended_from_a_child_that_it_is_about_alone(staffed: Office) -> None:
    conflict = record_conflict(staffed.desk, staffed.noor, "amina", staffed.mother, "martin")
    with pytest.raises(NotFound):
        end_conflict(staffed.desk, staffed.stranger, conflict, "martin")
    end_conflict(staffed.desk, staffed.sami, conflict, "martin")  # of the same mother
    with staffed.desk.database.read() as read:
        assert not conflicts_of(read, staffed.noor)


def test_a_child_is_not_allocated_to_who_may_not_see_it(staffed: Office) -> None:
    restrict_child(staffed.desk, staffed.noor, ["martin"], "martin")
    with pytest.raises(CannotAllocate, match="restricted"):
        allocate_child(staffed.desk, staffed.noor, "amina", by="martin")
    record_conflict(staffed.desk, staffed.sami, "amina", "", "martin")
    with pytest.raises(CannotAllocate, match="family"):
        allocate_child(staffed.desk, staffed.sami, "amina", by="martin")
