"""Where another service says no, the page says what it said, and nothing that was typed or done is lost."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
import requests
from sqlalchemy import select

from demo import acts
from demo.browser import PageRefused, Visitor
from services.notifications.adapters import tables
from tests.cast import AMINA, KARIM, PEOPLE
from tests.product.scene import Scene

_POSTED = {"channel": "post", "on": date(2026, 12, 18)}


@pytest.fixture
def by_hand(scene: Scene) -> str:
    """The address at which a copy that goes by post is ticked off."""
    acts.decide(scene.amina, scene.family, scene.meeting, PEOPLE)
    scene.town.settle()
    return f"/meetings/{scene.meeting}/copies/{scene.family.of(KARIM)}"


@contextmanager
def _answers(scene: Scene, name: str, method: str, good: int) -> Iterator[None]:
    """A neighbour that answers so many requests of this method and no more."""
    neighbour = scene.product.apps["pages"].extensions["site"].neighbours[name]
    http, left = neighbour._http, [good]

    class Failing:
        def request(self, asked: str, url: str, **more: Any) -> requests.Response:
            left[0] -= asked == method
            return http.request(asked, url if left[0] >= 0 else "http://127.0.0.1:9", **more)

    neighbour._http = Failing()
    try:
        yield
    finally:
        neighbour._http = http


def _said(visitor: Visitor, path: str) -> str:
    visitor.send(path)
    return visitor.read("/holds")


def test_a_copy_is_not_ticked_off_for_tomorrow(scene: Scene, by_hand: str) -> None:
    tomorrow = scene.product.house.clock.today() + timedelta(days=1)
    with pytest.raises(PageRefused, match="400: .*That day lies in the future"):
        scene.martin.send(f"{by_hand}/handed-over", channel="post", on=tomorrow)


def test_what_notifications_says_of_a_copy_stands_in_the_form(scene: Scene, by_hand: str) -> None:
    scene.martin.send(f"{by_hand}/handed-over", **_POSTED)
    with pytest.raises(PageRefused, match="400: .*This copy is handed over"):
        scene.martin.send(f"{by_hand}/handed-over", **_POSTED)
    assert scene.martin.read(f"{by_hand}/handed-over")


def test_a_document_that_is_not_there_is_a_page_not_found(scene: Scene, by_hand: str) -> None:
    records = scene.product.desks["records"].database
    with records.begin() as session:
        session.connection().exec_driver_sql("DELETE FROM document")
    page = scene.martin._http.get(scene.martin._address + f"{by_hand}/document", timeout=30)
    assert page.status_code == 404 and "Page not found" in page.text and "govuk" in page.text


def test_a_refusal_that_tells_a_person_nothing_is_a_failure_and_is_noted(
    scene: Scene, by_hand: str, capsys: pytest.CaptureFixture[str]
) -> None:
    neighbour = scene.product.apps["pages"].extensions["site"].neighbours["records"]
    neighbour._tokens = scene.product.house.tokens("scheduler")  # whom records answers nothing of the kind
    page = scene.martin._http.get(scene.martin._address + f"{by_hand}/document", timeout=30)
    assert page.status_code == 500 and "there is a problem with the service" in page.text
    line = next(line for line in "".join(capsys.readouterr()).splitlines() if '"failed"' in line)
    assert "NeighbourRefused" in line


@pytest.mark.parametrize("count", [8, 60])
def test_an_address_too_long_for_the_window_is_said(scene: Scene, by_hand: str, count: int) -> None:
    person = scene.family.of(KARIM)
    lines = "\r\n".join(f"{number} " + "The Very Long Row Of Houses " * 6 for number in range(count))
    scene.amina.send(
        f"/children/{scene.child}/people/{person}/contact", address=lines, post_safe="yes", mail_safe="no"
    )
    page = scene.martin._http.get(scene.martin._address + f"{by_hand}/cover", timeout=30)
    assert page.status_code == 422
    assert "The address is longer than an envelope" in page.text and "shorten it" in page.text


def test_a_hold_is_audited_as_its_persons_and_not_as_the_products(scene: Scene) -> None:
    scene.amina.send(f"/children/{scene.child}/hold", everyone="yes", reason="the family has fled")
    table = tables.access_entry.c
    with scene.product.desks["notifications"].database.read() as read:
        query = select(table.who).where(table.action == "place_hold")
        assert set(read.scalars(query)) == {AMINA.id}
        assert set(read.scalars(select(tables.hold.c.by))) == {AMINA.id}


def test_a_hold_lifted_for_some_says_so_and_is_lifted_by_pressing_again(scene: Scene) -> None:
    scene.amina.send(f"/children/{scene.child}/hold", everyone="yes", reason="the family has fled")
    hold = re.search(r"/holds/[0-9a-f-]{36}", scene.martin.read("/holds"))
    assert hold
    with _answers(scene, "notifications", "DELETE", 0):
        page = _said(scene.martin, f"{hold[0]}/lift")
        assert "NOT lifted" in page and "Held for everyone" in page
    with _answers(scene, "notifications", "DELETE", 2):
        page = _said(scene.martin, f"{hold[0]}/lift")
        assert "lifted for some only" in page and "NOT yet held for everyone" in page
    page = _said(scene.martin, f"{hold[0]}/lift")
    assert "The hold is lifted" in page and "Nothing is on hold" in page


def test_a_hold_that_notifications_refuses_is_shown_as_not_yet_held(scene: Scene) -> None:
    neighbour = scene.product.apps["pages"].extensions["site"].neighbours["notifications"]
    url, neighbour._url = neighbour._url, scene.product.house.neighbour("planning", "records")._url
    try:
        scene.amina.send(f"/children/{scene.child}/hold", everyone="yes", reason="the family has fled")
        assert "NOT yet held for" in scene.amina.read("/holds")
    finally:
        neighbour._url = url
    hold = re.search(r"/holds/[0-9a-f-]{36}", scene.amina.read("/holds"))
    assert hold
    page = _said(scene.amina, f"{hold[0]}/confirm")
    assert "Everything is held" in page and "Held for everyone" in page
