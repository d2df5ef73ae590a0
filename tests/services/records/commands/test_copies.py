"""From order to filed copy: once for each view, later where planning is down, shown where it refuses."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from cin.v1.circulation_pb2 import CirculationDue
from cin.v1.claims_pb2 import CopyContent
from cin.v1.copy_pb2 import CopyFiled
from cin.v1.registry import TOPICS
from sqlalchemy import select

from plumbing.clocks import CivilClock, MachineClock
from plumbing.contracts import Contracts
from plumbing.database import Database
from plumbing.neighbour import NeighbourDown, NeighbourRefused
from plumbing.outbox import Outbox
from services.records.adapters.register import copies_of
from services.records.adapters.tables import PIPES, copy, document
from services.records.adapters.typesetting import Typesetter
from services.records.commands.order_copy import order_copy
from services.records.commands.read_chronology import read_chronology
from services.records.commands.render_copies import RenderCopies
from tests.services.records.content import part, whole

ZONE = ZoneInfo("Europe/London")


class Planning:
    """What planning would answer, by person; a test changes it. Counts how often it is asked."""

    def __init__(self) -> None:
        self.answers: dict[str, CopyContent | Exception] = {}
        self.asked = 0

    def fetch(self, circulation: str, person: str) -> CopyContent:
        self.asked += 1
        answer = self.answers[person]
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def planning() -> Planning:
    planning = Planning()
    planning.answers = {"leanne": whole(), "omar": whole(), "tom": part()}
    return planning


@pytest.fixture
def render(database: Database, typesetter: Typesetter, planning: Planning) -> RenderCopies:
    civil = CivilClock(ZONE)
    civil.steer(date(2026, 12, 22))
    outbox = Outbox(PIPES, Contracts(TOPICS), "records", civil)
    return RenderCopies(database, outbox, planning.fetch, typesetter, civil, MachineClock())


def order(database: Database, person: str, version: int = 1, view: str = "whole") -> bool:
    children = ["maya", "jay"] if view == "whole" else ["maya"]
    due = CirculationDue(
        circulation="c1",
        version=version,
        meeting="m1",
        person=person,
        view=view,
        children=children,
        by_when="2027-01-06",
        clause="Newcastle 1.6",
        copies=3,
        on="2026-12-21",
    )
    with database.begin() as session:
        return order_copy(session, due, MachineClock().now() - timedelta(seconds=1))


def states(database: Database) -> dict[tuple[str, int], str]:
    with database.read() as session:
        return {(row.person, row.version): row.state for row in copies_of(session, "c1")}


def said(database: Database) -> list[CopyFiled]:
    with database.read() as session:
        rows = session.execute(select(PIPES.outbox.c.payload).order_by(PIPES.outbox.c.id)).scalars().all()
    return [CopyFiled.FromString(row) for row in rows]


def test_each_person_gets_a_copy_filed_and_the_same_view_is_one_document(
    database: Database, render: RenderCopies
) -> None:
    for person, view in (("leanne", "whole"), ("omar", "whole"), ("tom", "part")):
        order(database, person, view=view)
    assert render.work() == 3
    filed = {copy_filed.person: copy_filed for copy_filed in said(database)}
    assert filed["leanne"].document == filed["omar"].document != filed["tom"].document
    assert list(filed["tom"].children) == ["maya"]
    leanne = filed["leanne"]
    assert (leanne.by_when, leanne.clause, leanne.copies) == ("2027-01-06", "Newcastle 1.6", 3)
    assert leanne.on == "2026-12-22"
    with database.read() as session:
        assert len(session.execute(select(document.c.hash)).all()) == 2
    assert render.waiting() is None and render.work() == 0


def test_two_whole_views_that_differ_in_a_word_are_two_documents(
    database: Database, render: RenderCopies, planning: Planning
) -> None:
    other = whole()
    other.facts[0].detail = "at a safe place"
    planning.answers["omar"] = other
    order(database, "leanne")
    order(database, "omar")
    render.work()
    assert len({copy_filed.document for copy_filed in said(database)}) == 2


def test_the_filed_copy_stands_in_each_childs_chronology_without_a_name(
    database: Database, render: RenderCopies
) -> None:
    order(database, "leanne")
    render.work()
    with database.read() as session:
        for child in ("maya", "jay"):
            (line,) = read_chronology(session, child)
            assert line["words"] == "A copy for {person:leanne} was filed"
            assert (line["on"], line["clause"]) == ("2026-12-22", "Newcastle 1.6")


def test_an_order_that_was_passed_is_ignored(database: Database, render: RenderCopies) -> None:
    assert order(database, "leanne", version=2)
    assert not order(database, "leanne", version=1)
    assert not order(database, "leanne", version=2)
    assert states(database) == {("leanne", 2): "waiting"}


def test_a_newer_order_takes_the_waiting_one_out_of_the_queue(
    database: Database, render: RenderCopies, planning: Planning
) -> None:
    order(database, "leanne", version=1)
    order(database, "leanne", version=2)
    planning.answers["leanne"] = whole(version=2)
    render.work()
    assert states(database) == {("leanne", 1): "passed", ("leanne", 2): "filed"}
    assert [copy_filed.version for copy_filed in said(database)] == [2]


def test_content_of_another_version_is_never_filed_under_this_one(
    database: Database, render: RenderCopies, planning: Planning
) -> None:
    planning.answers["leanne"] = whole(version=3)
    planning.answers["omar"] = whole(version=1)
    order(database, "leanne", version=2)
    order(database, "omar", version=2)
    render.work()
    assert states(database) == {("leanne", 2): "passed", ("omar", 2): "waiting"}
    assert not said(database)


def test_a_copy_waits_while_planning_is_down_and_is_filed_afterwards(
    database: Database, render: RenderCopies, planning: Planning
) -> None:
    planning.answers["leanne"] = NeighbourDown("planning cannot be reached")
    order(database, "leanne")
    assert render.work() == 0
    assert render.waiting() == "records: 1 copies to render"
    assert render.work() == 0 and planning.asked == 1  # it is not asked again at once
    planning.answers["leanne"] = whole()
    with database.begin() as session:
        session.execute(copy.update().values(next_at=MachineClock().now()))
    assert render.work() == 1
    assert states(database) == {("leanne", 1): "filed"}


def test_a_stop_ends_the_batch_between_two_copies(
    database: Database, render: RenderCopies, planning: Planning
) -> None:
    order(database, "leanne")
    order(database, "omar")
    assert render.work(lambda: planning.asked == 0) == 1
    assert sorted(states(database).values()) == ["filed", "waiting"]


def test_a_refusal_is_shown_and_stops_nobody_elses_copy(
    database: Database, render: RenderCopies, planning: Planning
) -> None:
    planning.answers["leanne"] = NeighbourRefused("planning", 404, "nobody of that name: Leanne")
    order(database, "leanne")
    order(database, "omar")
    render.work()
    assert states(database) == {("leanne", 1): "failed", ("omar", 1): "filed"}
    with database.read() as session:
        reasons = {row.person: row.reason for row in copies_of(session, "c1")}
        words = [line["words"] for line in read_chronology(session, "jay")]
    assert reasons["leanne"] == "planning refused (404)"
    assert "A copy for {person:leanne} could not be made: planning refused (404)" in words


def test_two_workers_file_a_copy_once(database: Database, render: RenderCopies) -> None:
    order(database, "leanne")
    first = render.fetch

    def fetch(circulation: str, person: str) -> CopyContent:
        """The other worker looks, between this one's look and its transaction; on SQLite it is quicker."""
        render.fetch = first
        done.append(render.work())
        return first(circulation, person)

    done: list[int] = []
    render.fetch = fetch
    done.append(render.work())
    assert sorted(done) == [0, 1]
    assert len(said(database)) == 1
