"""Opening a record for a reason, and restricting a child, in Chromium: accessible, without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.cast import AMINA, MARTIN
from tests.chromium import sideways
from tests.product.scene import Scene

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
REASON = "Owen covers for Amina, who is away until Thursday."


def _sign_in(open_page: Open, scene: Scene, who: str, **how: bool) -> Page:
    page = open_page(scene.town.staff + "/sign-in", **how)
    page.get_by_label(who).check()
    page.get_by_role("button", name="Sign in").click()
    return page


def test_a_record_is_opened_for_a_reason_and_the_manager_sees_it_without_javascript(
    scene: Scene, open_page: Open
) -> None:
    owen = _sign_in(open_page, scene, "Owen Clarke, social worker", javascript=False)
    owen.get_by_role("link", name="Find a child by reference").click()
    owen.get_by_label("Reference in the council's case system").fill("CIN-4401")
    owen.get_by_role("button", name="Find").click()
    expect(owen.get_by_role("heading", level=1)).to_have_text("This child is outside your caseload")
    assert "Noor" not in owen.content()
    owen.get_by_role("button", name="Open the record").click()
    expect(owen.get_by_role("alert").get_by_text("Select why you need it")).to_be_visible()
    owen.get_by_label("Duty cover").check()
    owen.get_by_label("What makes it necessary").fill("too short")
    owen.get_by_role("button", name="Open the record").click()
    expect(owen.get_by_role("alert").get_by_text("at least 20 characters")).to_be_visible()
    expect(owen.get_by_label("Duty cover")).to_be_checked()
    owen.get_by_label("What makes it necessary").fill(REASON)
    owen.get_by_role("button", name="Open the record").click()
    expect(owen.get_by_role("heading", level=1)).to_have_text("Noor Haddad")
    assert "It is open to you until" in owen.locator("main").inner_text()

    martin = _sign_in(open_page, scene, "Martin Shaw, team manager", javascript=False)
    martin.get_by_role("link", name="Board", exact=True).click()
    martin.get_by_role("link", name="Opened outside the caseload: 1 for you to look at").click()
    assert REASON in martin.locator("main").inner_text()
    martin.get_by_role("link", name="Mark as seen").click()
    martin.get_by_label("Remark").fill("Agreed.")
    martin.get_by_role("button", name="Mark as seen").click()
    words = martin.locator("main").inner_text()
    assert "Martin Shaw: Agreed." in words and "Mark as seen" not in words

    scene.town.settle()
    martin.goto(f"{owen.url}/accesses")
    looked = martin.get_by_role("row").filter(has_text="Owen Clarke").all_inner_texts()
    seen = [row for row in looked if "See child" in row]
    assert seen and all("Outside their own children" in row for row in seen)
    assert any("Open child" in row and "Changed" in row for row in looked)


def test_the_pages_on_who_sees_a_child_have_no_violation_of_wcag_2_2_aa(
    scene: Scene, open_page: Open, axe: Callable[[Page], list[str]]
) -> None:
    child = f"/children/{scene.child}"
    found = {}

    def look(page: Page, path: str) -> None:
        page.goto(scene.town.staff + path)
        if violations := axe(page):
            found[path] = violations
        page.set_viewport_size({"width": 320, "height": 900})
        if wide := sideways(page):
            found[f"{path} at 320 px"] = [f"{wide} px too wide"]
        page.set_viewport_size({"width": 1280, "height": 900})

    owen = _sign_in(open_page, scene, "Owen Clarke, social worker", for_axe=True)
    for path in (child, f"{child}/open", "/children/find"):
        look(owen, path)
    scene.owen.send(f"{child}/open", category="duty cover", reason=REASON)
    look(owen, child)
    scene.martin.send(f"{child}/conflicts", staff=AMINA.id, of=scene.family.people["samira"])
    scene.martin.send(f"{child}/restrict", named=[MARTIN.id])
    martin = _sign_in(open_page, scene, "Martin Shaw, team manager", for_axe=True)
    for path in (child, f"{child}/restrict", f"{child}/conflicts", "/opened", "/board"):
        look(martin, path)
    martin.goto(scene.town.staff + "/opened")
    martin.get_by_role("link", name="Mark as seen").click()
    martin.wait_for_url("**/seen")
    assert axe(martin) == [] and found == {}
