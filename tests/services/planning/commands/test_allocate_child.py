"""Allocation: who has the child since when, and in which team."""

from datetime import date

import pytest

from services.planning.commands.allocate_child import allocate_child
from services.planning.commands.desk import find
from services.planning.domain.child import CannotAllocate, Child
from services.planning.domain.history import Circumstance
from tests.cast import AMINA, JOAN, MARTIN
from tests.services.planning.commands.conftest import Office

FIRST, SECOND, THIRD = date(2026, 12, 1), date(2026, 12, 8), date(2026, 12, 15)


def _give(office: Office, worker: str, team: str, on: date | None) -> None:
    allocate_child(office.desk, office.noor, worker, team, by=MARTIN.id, on=on)


def test_sh1_each_allocation_is_a_happening_on_its_own_day(office: Office) -> None:
    _give(office, AMINA.id, "", FIRST)
    _give(office, JOAN.id, "", None)
    assert [h.on for h in office.happened("allocated")] == [FIRST, date(2026, 12, 18)]
    said = [message.on for name, message in office.said() if name == "ChildAllocated"]
    assert said == ["2026-12-01", "2026-12-18"]


def test_a_team_is_a_circumstance_until_the_day_before_another_takes_over(office: Office) -> None:
    _give(office, AMINA.id, "Assessment team", FIRST)
    _give(office, JOAN.id, "Assessment team", SECOND)
    _give(office, JOAN.id, "Family support", THIRD)
    assert office.history().circumstances == (
        Circumstance("Assessment team", FIRST, date(2026, 12, 14)),
        Circumstance("Family support", THIRD),
    )


def test_a_child_given_to_another_worker_stays_in_its_team(office: Office) -> None:
    _give(office, AMINA.id, "Assessment team", FIRST)
    _give(office, JOAN.id, "", SECOND)
    assert office.history().circumstances == (Circumstance("Assessment team", FIRST),)
    with office.desk.database.read() as read:
        child = find(read, Child, office.noor)
    assert (child.worker, child.team) == (JOAN.id, "Assessment team")


def test_nc9_a_team_of_the_procedure_is_known_however_it_is_typed(office: Office) -> None:
    _give(office, AMINA.id, " initial response service", FIRST)
    assert office.history().circumstances == (Circumstance("Initial Response Service", FIRST),)


def test_u11_the_same_again_on_another_day_corrects_the_day(office: Office) -> None:
    _give(office, AMINA.id, "Assessment team", SECOND)
    before = office.happened("allocated")
    _give(office, AMINA.id, "Assessment team", FIRST)
    after = office.happened("allocated")
    assert [h.on for h in after] == [FIRST] and [h.id for h in after] == [h.id for h in before]


def test_a_second_allocation_on_one_day_corrects_the_first(office: Office) -> None:
    _give(office, AMINA.id, "Assessment team", FIRST)
    _give(office, JOAN.id, "Family support", FIRST)
    assert office.history().circumstances == (Circumstance("Family support", FIRST),)
    assert len(office.happened("allocated")) == 1


def test_days_that_contradict_each_other_are_refused_and_nothing_changes(office: Office) -> None:
    _give(office, AMINA.id, "", FIRST)
    _give(office, JOAN.id, "", THIRD)
    with pytest.raises(CannotAllocate, match="allocated on Tuesday 15 December 2026"):
        _give(office, AMINA.id, "", SECOND)
    with pytest.raises(CannotAllocate, match="Somebody else had the child on Tuesday 1 December 2026"):
        _give(office, JOAN.id, "", FIRST)
    with pytest.raises(CannotAllocate, match="lies in the future"):
        _give(office, AMINA.id, "", date(2026, 12, 19))
    assert [h.on for h in office.happened("allocated")] == [FIRST, THIRD]
    with office.desk.database.read() as read:
        assert find(read, Child, office.noor).worker == JOAN.id
