"""Who looked at a child's record, gathered from every service: as a page, and as a manager's file."""

import csv
import io
import re
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from demo import acts
from demo.browser import PageRefused, Visitor
from plumbing.outbox import say_again
from services.notifications.adapters import tables as notifications
from services.planning.adapters import tables as planning
from services.records.adapters import tables as records
from services.scheduler.adapters import tables as scheduler
from tests.cast import DEE, MARTIN, PEOPLE, RUTH, Role
from tests.product.scene import Scene

OWEN = Role("6f1f5a54-5f1c-4f0e-9a55-0c1d5a6a0005", "Owen Clarke", "social worker")
ENTRIES = {
    "planning": planning.access_entry,
    "scheduler": scheduler.access_entry,
    "records": records.access_entry,
    "notifications": notifications.access_entry,
}


def _own(scene: Scene, service: str) -> list[Any]:
    with scene.product.house.database(service).read() as session:
        return list(session.execute(select(ENTRIES[service])).all())


def _file(scene: Scene, query: str = "") -> list[dict[str, str]]:
    answer = scene.martin._http.get(f"{scene.town.staff}/children/{scene.child}/accesses.csv{query}")
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/csv")
    assert answer.headers["Cache-Control"] == "no-store"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_a_manager_sees_who_looked_and_finds_one_person_and_some_days(scene: Scene) -> None:
    at = f"/children/{scene.child}/accesses"
    scene.town.settle()
    page = scene.martin.read(at)
    for words in ("Amina Reed", "Agree plan", "Changed", "The product itself (scheduler)"):
        assert words in page, words
    only = scene.martin.read(f"{at}?who={MARTIN.id}").partition("<table")[2]
    assert "Martin Shaw" in only and "Amina Reed" not in only
    none = scene.martin.read(f"{at}?since-day=1&since-month=1&since-year=2030")
    assert "No entry answers to this." in none
    days = "since-day=18&since-month=12&since-year=2026&until-day=18&until-month=12&until-year=2026"
    assert {row["When"][:10] for row in _file(scene, f"?{days}")} == {"2026-12-18"}


def test_there_are_fifty_entries_to_a_page_and_every_one_stands_on_one_page(scene: Scene) -> None:
    at = f"/children/{scene.child}/accesses"
    for _ in range(60):
        scene.martin.read(f"/children/{scene.child}/visit")
    scene.town.settle()
    only = f"who={MARTIN.id}"
    all_of_them, found = len(_file(scene, f"?{only}")), 0
    for page in (1, 2):
        shown = scene.martin.read(f"{at}?{only}&page={page}")
        assert ("Older" in shown, "Newer" in shown) == (page == 1, page == 2)
        found += shown.count("Martin Shaw</th>") + shown.count("Martin Shaw<br>")
    assert 50 < all_of_them < 100 and found >= all_of_them


def test_a_date_that_is_none_is_said_and_nothing_is_listed(scene: Scene) -> None:
    at = f"{scene.town.staff}/children/{scene.child}/accesses"
    for path in (at, f"{at}.csv"):
        answer = scene.martin._http.get(f"{path}?since-day=31&since-month=2&since-year=2027")
        assert answer.status_code == 400 and "From must be a real date" in answer.text
        assert "<table" not in answer.text


def test_business_support_and_other_workers_do_not_see_who_looked(scene: Scene) -> None:
    """The allocated worker does; only a manager takes them away as a file."""
    at = f"/children/{scene.child}/accesses"
    assert "Who looked" in scene.amina.read(at) and "CSV" not in scene.amina.read(at)
    dee, owen = Visitor(scene.town.staff, DEE), Visitor(scene.town.staff, OWEN)
    for visitor, path in ((dee, at), (owen, at), (scene.amina, f"{at}.csv"), (dee, f"{at}.csv")):
        with pytest.raises(PageRefused, match="40[34]"):
            visitor.read(path)


def test_the_file_holds_every_entry_of_every_service_and_leaves_its_own(scene: Scene) -> None:
    acts.decide(scene.amina, scene.family, scene.meeting, PEOPLE)
    scene.town.settle()
    scene.amina.read(f"/children/{scene.child}/chronology")
    scene.amina.send(f"/meetings/{scene.meeting}/copies/{scene.family.of(RUTH)}/bounced")
    scene.town.settle()
    rows = _file(scene)
    kept = {row.id for service in ENTRIES for row in _own(scene, service) if row.subject == scene.child}
    mine = {row["Entry"] for row in rows}
    assert mine <= kept and {row["Where"] for row in rows} == set(ENTRIES)
    left = [row for row in _own(scene, "records") + _own(scene, "planning") if row.id in kept - mine]
    assert {row.action for row in left} == {"export_accesses"}
    scene.town.settle()
    assert {"Export accesses"} <= {row["What was done"] for row in _file(scene)}


def test_each_service_notes_what_it_showed_or_changed_for_whom(scene: Scene) -> None:
    acts.decide(scene.amina, scene.family, scene.meeting, PEOPLE)
    scene.town.settle()
    scene.amina.read(f"/children/{scene.child}/chronology")
    scene.amina.read(f"/meetings/{scene.meeting}")
    scene.amina.send(f"/meetings/{scene.meeting}/copies/{scene.family.of(RUTH)}/bounced")
    amina, child = scene.amina.who.id, scene.child
    done = {
        service: {(row.who, row.action, row.how) for row in _own(scene, service) if row.subject == child}
        for service in ENTRIES
    }
    assert (amina, "see_child", "read") in done["records"]
    assert ("notifications", "claim_document", "read") in done["records"]
    assert (amina, "see_meeting", "read") in done["notifications"]
    assert (amina, "note_bounce", "write") in done["notifications"]
    assert ("notifications", "claim_object", "read") in done["scheduler"]
    claims = {("records", "claim_copy", "read"), ("notifications", "claim_recipient", "read")}
    assert claims | {("scheduler", "claim_invitee", "read")} <= done["planning"]
    assert (amina, "note_bounce", "write") in done["planning"]


def test_what_is_said_twice_is_gathered_once(scene: Scene) -> None:
    scene.town.settle()
    before = _gathered(scene)
    house = scene.product.house
    with house.database("records").begin() as session:
        session.execute(delete(records.PIPES.inbox))  # it has forgotten that it heard anything
    with house.database("planning").begin() as session:
        assert say_again(session, planning.plumbing) > 50
    scene.town.settle()
    assert _gathered(scene) == before > 50


def _gathered(scene: Scene) -> int:
    with scene.product.house.database("records").read() as session:
        return session.scalar(select(func.count()).select_from(records.gathered_access)) or 0


def test_no_entry_holds_a_name_or_a_value(scene: Scene) -> None:
    """Every cell of every entry is an id, a word of ours, or an instant."""
    words = re.compile(r"[0-9a-f-]{36}|[0-9a-f]{64}|[0-9a-f]{32}|[a-z_]*")
    for service in ENTRIES:
        for row in _own(scene, service):
            texts = [value for value in row if isinstance(value, str)]
            assert all(words.fullmatch(value) for value in texts), row
