"""The main path in Chromium: every page is accessible, and a child's plan gets through without JavaScript."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from demo import acts
from tests.cast import PEOPLE
from tests.chromium import sideways
from tests.product.scene import Scene

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
MISTYPED = date(2026, 12, 17)


def _sign_in(page: Page, who: str) -> None:
    page.get_by_label(who).check()
    page.get_by_role("button", name="Sign in").click()


def _date(page: Page, legend: str, day: date) -> None:
    group = page.get_by_role("group", name=re.compile("^" + re.escape(legend)))
    group.get_by_label("Day").fill(str(day.day))
    group.get_by_label("Month").fill(str(day.month))
    group.get_by_label("Year").fill(str(day.year))


def test_every_page_of_the_main_path_has_no_violation_of_wcag_2_2_aa(
    scene: Scene, open_page: Open, axe: Callable[[Page], list[str]]
) -> None:
    scene.asks_more()
    acts.decide(scene.amina, scene.family, scene.meeting, PEOPLE)
    scene.amina.send(f"/children/{scene.child}/hold", everyone="yes", reason="to look at the page")
    scene.amina.send(f"/children/{scene.child}/visit", on=MISTYPED, seen="yes")
    scene.amina.send(
        f"/children/{scene.child}/event", kind="significant change", on=MISTYPED, reason="they moved"
    )
    scene.town.settle()
    child, meeting = f"/children/{scene.child}", f"/meetings/{scene.meeting}"
    person = f"{child}/people/{scene.family.people['samira']}"
    page = open_page(scene.town.staff + "/sign-in", for_axe=True)
    assert axe(page) == []
    _sign_in(page, "Martin Shaw, team manager")
    paths = ["/", "/board", "/you", "/holds", "/by-hand", "/procedure", "/children/new"]
    paths += [child, person, f"{person}/contact"]
    own = "allocate assessment meetings/new plan event circumstance chronology hold people/new hidden".split()
    own += "visit transfer overrides/new details accesses recorded".split()
    paths += [f"{child}/{each}" for each in own]
    paths += re.findall(r'href="([^"]+/correct)"', scene.amina.read(f"{child}/recorded"))
    assert len([path for path in paths if path.endswith("/correct")]) == 2
    paths += [meeting, f"{meeting}/record", f"{meeting}/circulation", f"{meeting}/sent"]
    paths += [f"{meeting}/sign-off", f"{meeting}/return", f"{meeting}/chair"]
    found = {}
    for path in paths:
        page.goto(scene.town.staff + path)
        if violations := axe(page):
            found[path] = violations
        page.set_viewport_size({"width": 320, "height": 900})
        if wide := sideways(page):
            found[f"{path} at 320 px"] = [f"{wide} px too wide"]
        page.set_viewport_size({"width": 1280, "height": 900})
        assert "None" not in page.locator("main").inner_text().split()
    assert found == {}


def test_a_form_with_a_mistake_keeps_what_was_typed_and_is_accessible(
    scene: Scene, open_page: Open, axe: Callable[[Page], list[str]]
) -> None:
    page = open_page(scene.town.staff + "/sign-in", for_axe=True)
    _sign_in(page, "Martin Shaw, team manager")
    page.goto(scene.town.staff + "/children/new")
    page.get_by_label("Full name").fill("Kit Example")
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("alert").get_by_text("Enter reference")).to_be_visible()
    expect(page.get_by_label("Full name")).to_have_value("Kit Example")
    assert axe(page) == []


def test_a_new_child_gets_from_assessment_to_circulated_minutes_without_javascript(
    scene: Scene, open_page: Open
) -> None:
    today = date(2026, 12, 18)
    page = open_page(scene.town.staff + "/sign-in", javascript=False)
    _sign_in(page, "Martin Shaw, team manager")
    page.get_by_role("button", name="Register a child").click()
    page.get_by_label("Full name").fill("Kit Example")
    page.get_by_label("Reference in the council's case system").fill("K-1")
    _date(page, "Date of birth", date(2019, 5, 4))
    page.get_by_role("button", name="Register").click()
    child = page.url
    _add_person(page, child, "Rae Example", "Family", "mother", "")
    _add_person(page, child, "Ash Nurse", "Professional", "school nurse", "ash@nhs.example")
    for step in ("started", "finished", "authorised"):
        page.goto(f"{child}/assessment")
        page.get_by_label(f"It was {step}").check()
        _date(page, "Date it happened", today)
        page.get_by_role("button", name="Save").click()
    assert "Monday 18 January 2027" in page.locator("main").inner_text()
    meeting = _arrange(page, child, today)
    scene.town.settle()
    page.goto(f"{meeting}/record")
    page.get_by_label("Held", exact=True).check()
    page.get_by_role("group", name=re.compile("Who came, of")).get_by_label("Rae Example").check()
    _date(page, "Date set for the review", date(2027, 6, 1))
    page.get_by_label("About Kit Example").fill("Kit is doing well.")
    page.get_by_role("button", name="Save the record").click()
    page.goto(f"{meeting}/circulation")
    for box in page.get_by_label("Everything").all():
        box.check()
    page.get_by_role("button", name="Confirm and send").click()
    scene.town.settle()
    page.reload()
    assert "By secure email" in page.locator("main").inner_text()
    page.get_by_role("link", name="Tick it off").click()
    page.get_by_label("Handed over").check()
    page.get_by_role("button", name="Save").click()
    scene.town.settle()
    page.reload()
    assert "Complete since Friday 18 December 2026" in page.locator("main").inner_text()
    mail = scene.town.mails()[-1]
    assert mail["subject"] == "Papers from a meeting" and len(mail["attachments"]) == 1


def _add_person(page: Page, child: str, name: str, kind: str, relationship: str, mail: str) -> None:
    page.goto(f"{child}/people/new")
    page.get_by_label("Full name").fill(name)
    page.get_by_label(kind, exact=True).check()
    page.get_by_label("What they are to the child").fill(relationship)
    page.get_by_role("button", name="Save").click()
    page.get_by_label("Email (optional)").fill(mail)
    page.get_by_role("button", name="Save").click()


def _arrange(page: Page, child: str, day: date) -> str:
    page.goto(f"{child}/meetings/new")
    page.get_by_label("Child in Need planning meeting").check()
    _date(page, "Date of the meeting", day)
    page.get_by_label("Starts at").fill("10am")
    page.get_by_label("Ends at").fill("11am")
    page.get_by_label("Place", exact=True).fill("Room 4")
    page.get_by_label("Who chairs?").select_option(label="Joan Price, senior practitioner")
    invited = page.get_by_role("group", name=re.compile("Who is invited"))
    for box in invited.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Arrange it and invite").click()
    return page.url
