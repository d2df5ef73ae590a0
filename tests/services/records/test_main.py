"""The whole of records at work: heard on the bus, asked of planning over HTTP, filed, said and answered."""

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from cin.v1.circulation_pb2 import CirculationDue
from cin.v1.copy_pb2 import CopyFiled
from cin.v1.registry import TOPICS
from flask import Flask, Response

from plumbing.bus import Record, TopicSpec, open_bus
from plumbing.clocks import CivilClock
from plumbing.envelope import write_headers
from plumbing.house import House
from plumbing.serve import ServeRole
from plumbing.settings import Settings
from plumbing.supervisor import Supervisor
from plumbing.trace import current_traceparent
from plumbing.web.api import Blueprint, add_routes, api_app, asks, protobuf
from services.records import main
from tests.services.records.content import part, whole


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """planning is a real server on loopback that answers one claim, at the port the settings name."""
    environment = {"CIN_DATA": str(tmp_path)}
    settings = Settings(environment)
    bus = open_bus(f"log:///{str(tmp_path).lstrip('/')}/bus.db")
    clock = CivilClock(settings.zone)
    clock.steer(date(2026, 12, 22))
    house = House(settings, bus, clock)
    planning = ServeRole("planning:api", _planning(house), 0)
    environment["CIN_URL_PLANNING"] = f"http://127.0.0.1:{planning.port}"
    bus.ensure_topics({topic.name: TopicSpec(partitions=1) for topic in TOPICS})
    desk = main.desk_of(house)
    supervisor = Supervisor([planning, *main.worker(house, desk)])
    supervisor.start()
    yield house
    assert supervisor.stop() == []
    house.close()


def _planning(house: House) -> Flask:
    app = api_app("planning", house.tokens("planning"), house.machine)
    routes = Blueprint("claims")

    @routes.get("/claims/circulations/<circulation>/copies/<person>")
    @asks("claim_copy", thing="circulation")
    def claim(circulation: str, person: str) -> Response:
        return protobuf(part() if person == "tom" else whole())

    add_routes(app, routes)
    return app


def _say(house: House, person: str, view: str, children: list[str]) -> None:
    due = CirculationDue(
        circulation="c1", version=1, meeting="m1", person=person, view=view, children=children,
        by_when="2027-01-06", clause="Newcastle 1.6", copies=2, on="2026-12-22",
    )  # fmt: skip
    name = due.DESCRIPTOR.full_name
    trace = current_traceparent()
    headers = write_headers(f"event-{person}", name, "planning", house.clock.now(), "c1", trace)
    house.bus.publish([Record("cin.circulation.v1", "c1", due.SerializeToString(), headers)] * 2)


def _until(found: Callable[[], bool], seconds: float = 20) -> None:
    ends = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.05)


def test_a_copy_that_is_due_is_filed_and_said_once_and_can_be_read(house: House) -> None:
    _say(house, "leanne", "whole", ["maya", "jay"])
    _say(house, "tom", "part", ["maya"])
    filed: list[CopyFiled] = []
    listener = house.bus.subscribe("a-test", ["cin.copy.v1"])

    def both() -> bool:
        filed.extend(CopyFiled.FromString(message.value) for message in listener.poll(0.1))
        return len(filed) >= 2

    _until(both)
    listener.close()
    assert sorted((copy.person, copy.view, copy.on) for copy in filed) == [
        ("leanne", "whole", "2026-12-22"),
        ("tom", "part", "2026-12-22"),
    ]
    document = next(copy.document for copy in filed if copy.person == "tom")
    token = house.tokens("planning").sign(
        "records", "a-person", "see_document", document, house.machine.now()
    )
    client = main.api(house, main.desk_of(house)).test_client()
    answer = client.get(f"/documents/{document}", headers={"Authorization": f"Bearer {token}"})
    assert answer.data.startswith(b"%PDF")
