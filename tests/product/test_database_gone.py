"""PostgreSQL is killed under the running product: pages say so, nothing is half done, and it heals."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import requests

from demo.browser import PageRefused, Visitor
from demo.engines.postgres import PostgreSQL, settings_of
from demo.playing import fresh_environment, town_of
from demo.town import Town
from plumbing.outbox import Outbox
from plumbing.settings import Settings
from services.running import Product
from tests.cast import AMINA
from tests.contracts.reading import until
from tests.databases import rows_of

pytestmark = pytest.mark.postgres
NEW = {"name": "Noor", "council_reference": "N1", "born_on": date(2020, 3, 27)}


@dataclass
class Place:
    server: PostgreSQL
    product: Product
    town: Town
    amina: Visitor

    @property
    def lines(self) -> list[str]:
        return requests.get(f"{self.town.admin}/readyz", timeout=30).text.splitlines()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with PostgreSQL(durable=False) as server:
        environment = fresh_environment(tmp_path) | settings_of(server.create_databases("cin"))
        product = Product(Settings(environment))
        product.start()
        town = town_of(product.settings)
        town.ready()
        yield Place(server, product, town, Visitor(town.staff, AMINA))
        product.stop()


def test_while_it_is_away_pages_say_so_and_readiness_says_what_to_do_and_it_heals(place: Place) -> None:
    place.server.kill()
    with pytest.raises(PageRefused, match="503"):
        place.amina.read("/")
    (line,) = [line for line in place.lines if line.startswith("planning:database")]
    assert (
        line == "planning:database: it does not answer: is it running, and is the URL in the setting right?"
    )
    time.sleep(2.0)
    assert place.product.supervisor.stuck() == []
    place.server.start()
    until(lambda: not place.product.supervisor.missing(), "it did not heal")
    path = place.amina.send("/children/new", **NEW)
    place.town.settle()
    assert "Registered as a child in need" in place.amina.read(f"{path}/chronology")


def test_what_postgresql_cannot_keep_is_the_askers_fault_and_not_the_services(place: Place) -> None:
    with pytest.raises(PageRefused, match="40[04]"):
        place.amina.read("/children/a%00b")


def test_killed_in_the_middle_of_a_command_nothing_is_half_done(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = Outbox.put

    def killed(self: Outbox, session: Any, message: Any) -> str:
        session.flush()  # the child's row is written, but not for good
        place.server.kill()
        return put(self, session, message)

    place.amina.read("/you")
    before = sorted(rows_of(place.product.house.database("planning"), "sessions"))
    monkeypatch.setattr(Outbox, "put", killed)
    with pytest.raises(PageRefused, match="503: Sorry, the service is not available just now"):
        place.amina.send("/children/new", **NEW)
    monkeypatch.undo()
    place.server.start()
    until(lambda: not place.product.supervisor.missing(), "it did not heal")
    assert sorted(rows_of(place.product.house.database("planning"), "sessions")) == before
    assert re.search(r"/children/", place.amina.send("/children/new", **NEW))


def test_killed_again_and_again_while_messages_are_on_their_way_each_line_is_written_once(
    place: Place,
) -> None:
    made = []
    for number in range(6):
        made.append(place.amina.send("/children/new", **NEW | {"council_reference": f"N{number}"}))
        place.server.kill()
        place.server.start()
        until(lambda: not place.product.supervisor.missing(), "it did not heal")
    place.town.settle()
    for path in made:
        assert place.amina.read(f"{path}/chronology").count("Registered as a child in need") == 1
    assert [row for row in rows_of(place.product.house.database("records")) if row.startswith("parked")] == []
