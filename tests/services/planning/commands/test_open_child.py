"""Opening a record for a reason: what is asked, how long, how often; it is judged when it is kept."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from services.planning.adapters import tables
from services.planning.adapters.openings import opened_by, unsettled_openings
from services.planning.adapters.things import thing_of
from services.planning.commands.allocate_child import allocate_child
from services.planning.commands.desk import NotFound
from services.planning.commands.guard_child import record_conflict, restrict_child
from services.planning.commands.open_child import look_at_opening, open_child
from services.planning.domain.opening import CannotOpen, Opening
from services.planning.domain.permission import Actor, decide
from services.planning.domain.staff import Staff
from tests.at_once import at_once
from tests.services.planning.commands.conftest import Office

NOW = datetime(2026, 12, 18, 22, tzinfo=UTC)
REASON = "Owen covers for Amina until Thursday."
OWEN = Actor("owen", "social worker", "West")


@pytest.fixture
def outside(office: Office) -> Office:
    """All three children are Amina's, of team East."""
    with office.desk.database.begin() as session:
        session.add(Staff("amina", "Amina", "social worker", "", "East"))
        session.add(Staff("owen", "Owen", "social worker", "", "West"))
        session.add(Staff("martin", "Martin", "team manager", "", "East"))
    for child in (office.noor, office.sami, office.stranger):
        allocate_child(office.desk, child, "amina", "East", by="martin")
    return office


def _open(office: Office, child: str = "", reason: str = REASON, category: str = "duty cover") -> str:
    return open_child(office.desk, OWEN, child or office.noor, category, reason, NOW)


def _sees(office: Office, at: datetime) -> bool:
    with office.desk.database.read() as read:
        thing = thing_of(read, "child", office.noor, at)
    assert thing
    return decide(OWEN, "see_child", thing).allowed


def test_it_is_open_for_eight_hours_to_who_opened_it(outside: Office) -> None:
    assert not _sees(outside, NOW)
    _open(outside)
    assert _sees(outside, NOW + timedelta(hours=7, minutes=59))
    assert not _sees(outside, NOW + timedelta(hours=8))


@pytest.mark.parametrize("reason", ["", "x" * 19, " a   reason  of   spaces  "])
def test_a_reason_of_less_than_twenty_characters_opens_nothing(outside: Office, reason: str) -> None:
    with pytest.raises(CannotOpen, match="at least 20 characters"):
        _open(outside, reason=reason)
    assert not _sees(outside, NOW)


def test_another_kind_of_need_than_those_offered_opens_nothing(outside: Office) -> None:
    with pytest.raises(CannotOpen, match="duty cover"):
        _open(outside, category="curiosity")


def test_what_is_open_already_is_not_opened_again(outside: Office) -> None:
    _open(outside)
    with pytest.raises(CannotOpen, match="open to you already"):
        _open(outside)


@pytest.mark.parametrize("guard", ["restricted", "family"])
def test_a_child_guarded_since_the_page_was_shown_is_not_opened(outside: Office, guard: str) -> None:
    if guard == "restricted":
        restrict_child(outside.desk, outside.noor, ["martin"], "martin")
    else:
        record_conflict(outside.desk, outside.noor, "owen", outside.father, "martin")
    with pytest.raises(NotFound):
        _open(outside)
    with outside.desk.database.read() as read:
        assert read.scalars(select(Opening)).all() == []


def test_a_guard_closes_what_is_open(outside: Office) -> None:
    _open(outside)
    restrict_child(outside.desk, outside.noor, ["martin"], "martin")
    assert not _sees(outside, NOW)


def test_three_a_day_hold_for_many_openings_at_once_too(outside: Office) -> None:
    """Ten children and ten windows: three are opened, seven are refused, whatever comes first."""
    with outside.desk.database.begin() as session:
        query = select(tables.child).where(tables.child.c.id == outside.noor)
        row = session.execute(query).one()._asdict()
        more = [f"{number:036}" for number in range(10)]
        for child in more:
            session.execute(tables.child.insert().values(**row | {"id": child, "council_reference": child}))

    refused: list[str] = []

    def one(child: str) -> None:
        try:
            _open(outside, child)
        except CannotOpen:
            refused.append(child)

    at_once(partial(one, child) for child in more)
    assert len(refused) == 7
    with outside.desk.database.read() as read:
        assert opened_by(read, "owen", outside.desk.today) == 3


def test_it_waits_until_a_manager_of_each_team_has_looked(outside: Office) -> None:
    opening = _open(outside)
    east, west = Actor("martin", "team manager", "East"), Actor("wilma", "team manager", "West")
    assert _waits(outside, east) and _waits(outside, west)
    look_at_opening(outside.desk, opening, east, "Agreed.")
    assert not _waits(outside, east) and _waits(outside, west)
    look_at_opening(outside.desk, opening, west, "")
    look_at_opening(outside.desk, opening, east, "Agreed, on second thoughts too.")
    with outside.desk.database.read() as read:
        assert unsettled_openings(read) == []
        found = read.get(Opening, opening)
        assert found and [look.remark for look in found.looks] == ["Agreed, on second thoughts too.", ""]


def _waits(office: Office, manager: Actor) -> bool:
    with office.desk.database.read() as read:
        (found,) = unsettled_openings(read)
        return found.waits_for(manager.id, manager.role, manager.team)
