"""Who looked, in Chromium without JavaScript: one person's entries are found, a wrong date is said."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.product.scene import Scene

pytestmark = pytest.mark.browser


def test_a_manager_finds_what_one_person_saw_without_javascript(
    scene: Scene, open_page: Callable[..., Page]
) -> None:
    page = open_page(scene.town.staff + "/sign-in", javascript=False)
    page.get_by_label("Martin Shaw, team manager").check()
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{scene.town.staff}/children/{scene.child}")
    scene.town.settle()
    page.get_by_role("link", name="Who looked").click()
    page.get_by_label("Who (optional)").select_option(label="Martin Shaw")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile(r"\?.*who="))
    rows = page.get_by_role("row")
    expect(rows.nth(1)).to_be_visible()
    assert all("Martin Shaw" in text for text in rows.all_inner_texts()[1:])
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save all of these entries").click()
    assert saved.value.suggested_filename == "who-looked.csv"


def test_a_wrong_date_is_said_and_the_page_stays_accessible(
    scene: Scene, open_page: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    page = open_page(scene.town.staff + "/sign-in", for_axe=True)
    page.get_by_label("Martin Shaw, team manager").check()
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{scene.town.staff}/children/{scene.child}/accesses")
    assert axe(page) == []
    page.get_by_role("group", name=re.compile("^From")).get_by_label("Day").fill("32")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("alert").get_by_text("From")).to_be_visible()
    assert axe(page) == []
