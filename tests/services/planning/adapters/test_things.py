"""What a thing is about: the children of a meeting, a plan, a circulation, a hold and an opening."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from plumbing.database import Database
from services.planning.adapters import mapping, things
from services.planning.adapters.things import KINDS, Reading, concerned, thing_of
from services.planning.domain.child import Child
from services.planning.domain.circulation import Circulation
from services.planning.domain.guarding import Restriction
from services.planning.domain.hold import Hold
from services.planning.domain.meeting import Meeting, Subject
from services.planning.domain.opening import Opening
from services.planning.domain.permission import Actor, Concerned, Thing, decide
from services.planning.domain.person import Link, Person
from services.planning.domain.plan import Plan
from tests.databases import Databases

assert mapping
DAY, NOW = date(2026, 11, 30), datetime(2026, 11, 30, 12, tzinfo=UTC)
WORKER, OTHER = Actor("w", "social worker"), Actor("v", "social worker")


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    """Noor is w's, Sami v's, of one mother; Bea is u's, and knows the nurse alone."""
    found = databases.of("planning")
    with found.begin() as session:
        for child, worker in (("noor", "w"), ("sami", "v"), ("bea", "u")):
            session.add(Child(child, child, child, DAY, None, DAY, worker))
        session.add(Person("mother", "Mother", "family"))
        session.add(Person("nurse", "Nurse", "professional"))
        session.flush()
        session.add_all(Link(child, "mother", "mother") for child in ("noor", "sami"))
        session.add_all(Link(child, "nurse", "nurse") for child in ("noor", "sami", "bea"))
    yield found


def _thing(database: Database, kind: str, identity: str) -> Thing:
    with database.read() as session:
        found = thing_of(session, kind, identity, NOW)
    assert found
    return found


def _hold(database: Database, child: str) -> Thing:
    with database.begin() as session:
        session.add(Hold("h", ["mother", "nurse"], "why", "w", DAY, child=child))
    return _thing(database, "hold", "h")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_there_is_nothing(database: Database, kind: str) -> None:
    with database.read() as session:
        assert thing_of(session, kind, "nowhere", NOW) is None


def test_a_hold_is_seen_by_who_sees_its_child_or_another_of_the_family_and_not_through_a_nurse(
    database: Database,
) -> None:
    hold = _hold(database, "noor")
    seen = [who for who in "wvu" if decide(Actor(who, "social worker"), "see_child", hold).allowed]
    assert seen == ["w", "v"]


def test_a_hold_of_a_restricted_child_is_not_there_but_a_siblings_hold_is(database: Database) -> None:
    with database.begin() as session:
        session.add(Restriction("r", "noor", ["boss"], "boss", DAY))
    assert decide(OTHER, "see_child", _hold(database, "noor")).hidden
    with database.begin() as session:
        session.add(Hold("sibling", ["mother"], "why", "v", DAY, child="sami"))
    assert decide(OTHER, "see_child", _thing(database, "hold", "sibling")).allowed


def test_an_older_hold_that_names_no_child_is_hidden_by_any_restricted_child_around_it(
    database: Database,
) -> None:
    assert decide(WORKER, "see_child", _hold(database, "")).allowed
    with database.begin() as session:
        session.add(Restriction("r", "bea", ["boss"], "boss", DAY))
    assert decide(WORKER, "see_child", _thing(database, "hold", "h")).hidden


def test_a_circulation_is_about_the_children_of_its_meeting_and_a_plan_about_its_own(
    database: Database,
) -> None:
    starts = datetime.combine(DAY, time(10))
    with database.begin() as session:
        made = Meeting("m", "review", starts, starts + timedelta(hours=1), "", "w", "social worker")
        made.subjects = [Subject("m", "noor"), Subject("m", "sami")]
        session.add(made)
        session.flush()
        session.add(Circulation("c", "m", DAY, "4", "w", DAY))
        session.add(Plan("p", "sami", "objective"))
    for kind, identity, children in (
        ("meeting", "m", {"noor", "sami"}),
        ("circulation", "c", {"noor", "sami"}),
        ("plan", "p", {"sami"}),
    ):
        assert {one.child for one in _thing(database, kind, identity).children} == children


def test_an_opening_tells_whose_it_was_and_of_which_teams(database: Database) -> None:
    with database.begin() as session:
        session.add(Opening("o", "v", "noor", "other", "why", DAY, NOW, NOW, "East", "West"))
    found = _thing(database, "opening", "o")
    assert (found.by, found.teams) == ("v", {"East", "West"})


def test_a_reading_asks_of_each_child_once_and_of_everybody_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str] | None] = []

    def counted(session: Session, children: list[str] | None, now: datetime) -> tuple[Concerned, ...]:
        asked.append(children)
        return concerned(session, children, now)

    monkeypatch.setattr(things, "concerned", counted)
    with database.read() as session:
        reading = Reading(NOW)
        assert [one.child for one in reading.concerned(session, ["noor", "nobody"])] == ["noor"]
        assert [one.child for one in reading.concerned(session, ["sami", "noor"])] == ["noor", "sami"]
        assert reading.thing(session, "child", "sami")
        assert [one.worker for one in reading.concerned(session, None)] == ["u", "w", "v"]
        assert [one.child for one in reading.concerned(session, ["bea"])] == ["bea"]
        assert reading.concerned(session, None) == concerned(session, None, NOW)
    assert asked == [["noor", "nobody"], ["sami"], None]
