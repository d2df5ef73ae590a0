"""What planning tells on /metrics: open copies by the days left for them, and holds."""

from datetime import date
from math import inf
from zoneinfo import ZoneInfo

import pytest
from prometheus_client import REGISTRY

from plumbing.clocks import CivilClock
from services.planning.adapters import tables
from services.planning.commands.desk import Desk
from services.planning.worker.measures import DAYS_LEFT, measure
from tests.databases import Databases


@pytest.fixture
def desk(databases: Databases, clock: CivilClock) -> Desk:
    database = databases.of("planning")
    with database.begin() as session:
        people = [{"id": name, "name": "Somebody"} for name in ("ann", "bea", "cat")]
        session.execute(tables.person.insert(), people)
    return Desk(database, None, clock, None, None)  # type: ignore[arg-type]  # it only measures


@pytest.fixture
def clock() -> CivilClock:
    clock = CivilClock(ZoneInfo("Europe/London"))
    clock.steer(date(2026, 12, 17))
    return clock


def decide(desk: Desk, name: str, by_when: date, **states: str) -> None:
    """A circulation with one copy for each person, in this state."""
    with desk.database.begin() as session:
        own = {"id": name, "meeting": None, "by_when": by_when, "version": 1}
        session.execute(tables.circulation.insert().values(own))
        for person, state in states.items():
            one = {"circulation": name, "person": person, "state": state, "children": []}
            view = "nothing" if state == "refused" else "whole"
            session.execute(tables.share.insert().values(one | {"view": view}))


def figure(name: str, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(name, {"service": "planning", **labels})


def buckets(desk: Desk) -> list[float | None]:
    measure(desk)
    return [figure("copies_not_sent", days_left=each) for each in DAYS_LEFT]


def test_open_copies_are_counted_by_the_days_left_for_them(desk: Desk) -> None:
    assert buckets(desk) == [0, 0, 0, 0, 0, 0]
    assert figure("copies_not_sent_least_days_left") == inf
    decide(desk, "c1", date(2026, 12, 15), ann="waiting", bea="sent", cat="refused")
    decide(desk, "c2", date(2026, 12, 18), ann="failed", bea="waiting")
    decide(desk, "c3", date(2026, 12, 21), ann="waiting")
    decide(desk, "c4", date(2027, 1, 8), ann="waiting")
    assert buckets(desk) == [1, 0, 2, 0, 1, 1]
    assert figure("copies_not_sent_least_days_left") == -2


def test_a_figure_goes_back_once_the_copies_have_gone(desk: Desk) -> None:
    decide(desk, "c1", date(2026, 12, 19), ann="waiting")
    assert buckets(desk) == [0, 0, 0, 1, 0, 0]
    with desk.database.begin() as session:
        session.execute(tables.share.update().values(state="sent"))
    assert buckets(desk) == [0, 0, 0, 0, 0, 0]
    assert figure("copies_not_sent_least_days_left") == inf


def test_holds_are_counted_until_they_are_lifted(desk: Desk) -> None:
    row = {"id": "h", "persons": ["ann", "bea"], "confirmed": ["ann"], "placed_on": date(2026, 12, 16)}
    with desk.database.begin() as session:
        session.execute(tables.hold.insert().values(row))
    measure(desk)
    assert (figure("holds_open"), figure("holds_unconfirmed")) == (1, 1)
    with desk.database.begin() as session:
        session.execute(tables.hold.update().values(confirmed=["ann", "bea"]))
    measure(desk)
    assert (figure("holds_open"), figure("holds_unconfirmed")) == (1, 0)
    with desk.database.begin() as session:
        session.execute(tables.hold.update().values(lifted_on=date(2026, 12, 17)))
    measure(desk)
    assert figure("holds_open") == 0
