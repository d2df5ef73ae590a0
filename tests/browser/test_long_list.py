"""A list on several pages, in Chromium: its links lead on and back without JavaScript; it is accessible."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from services.planning.web import long_lists
from tests.chromium import sideways
from tests.product.scene import Scene

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


@pytest.fixture
def crowded(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """The family's children, one on a page."""
    monkeypatch.setattr(long_lists, "AT_A_TIME", 1)
    return scene


def _list(open_page: Open, scene: Scene, **how: bool) -> Page:
    page = open_page(scene.town.staff + "/sign-in", **how)
    page.get_by_label("Martin Shaw, team manager").check()
    page.get_by_role("button", name="Sign in").click()
    return page


def _names(page: Page) -> list[str]:
    return page.get_by_role("rowheader").all_inner_texts()


def test_the_links_lead_to_every_child_and_back(crowded: Scene, open_page: Open) -> None:
    page = _list(open_page, crowded, javascript=False)
    first, seen = _names(page), set(_names(page))
    for number in range(2, len(crowded.family.children) + 1):
        page.get_by_role("link", name="Next children").click()
        expect(
            page.get_by_text(f"children {number} to {number} of {len(crowded.family.children)}")
        ).to_be_visible()
        seen |= set(_names(page))
    expect(page.get_by_role("link", name="Next children")).to_have_count(0)
    assert len(seen) == len(crowded.family.children)
    for _ in range(len(seen) - 1):
        page.get_by_role("link", name="Previous children").click()
    expect(page.get_by_role("link", name="Previous children")).to_have_count(0)
    assert _names(page) == first


def test_a_page_in_the_middle_has_no_violation_of_wcag_2_2_aa(
    crowded: Scene, open_page: Open, axe: Callable[[Page], list[str]]
) -> None:
    page = _list(open_page, crowded, for_axe=True)
    page.goto(f"{crowded.town.staff}/?page=2")
    expect(page.get_by_role("navigation", name="Pages of children")).to_be_visible()
    assert axe(page) == []
    page.set_viewport_size({"width": 320, "height": 900})
    assert not sideways(page)
