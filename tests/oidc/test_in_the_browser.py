"""The pages of sign-in in Chromium, with a real provider: accessible, and in use without JavaScript."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import sideways
from tests.oidc.browser import Browser
from tests.oidc.conftest import RealProvider
from tests.oidc.office import Office

pytestmark = [pytest.mark.browser, pytest.mark.provider]
ON_ONE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
Open = Callable[..., Page]


def _at_the_provider(page: Page, login: str) -> None:
    expect(page.get_by_role("heading", name="Council sign-in")).to_be_visible()
    page.get_by_label("User").fill(login)
    page.get_by_role("button", name="Sign in").click()


def _sign_in(page: Page, login: str) -> None:
    page.get_by_role("button", name="Sign in with your council account").click()
    _at_the_provider(page, login)


@ON_ONE
def test_somebody_signs_in_and_out_without_javascript(pages: Office, open_page: Open) -> None:
    page = open_page(pages.home, javascript=False)
    _sign_in(page, "sam")
    expect(page).to_have_url(f"{pages.home}/")
    page.goto(f"{pages.home}/you")
    page.get_by_role("link", name="Where I am signed in").click()
    expect(page.get_by_role("heading", name=re.compile("this one"))).to_be_visible()
    page.get_by_role("button", name=re.compile("Sign out")).click()
    page.wait_for_url(re.compile(r"/session/end"))  # it went on to the provider by itself
    page.locator("button[name=logout]").first.click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    assert pages.rows("sessions") == 0


@ON_ONE
def test_a_form_that_came_too_late_is_sent_after_signing_in_again(pages: Office, open_page: Open) -> None:
    child = pages.child()
    Browser(pages.home).signs_in("sam")
    page = open_page(f"{pages.home}/children/{child}/allocate", javascript=False)
    _sign_in(page, "tess")
    expect(page).to_have_url(f"{pages.home}/children/{child}/allocate")
    page.get_by_label("Allocated social worker").select_option(label="Sam Worker, social worker")
    pages.clock.ahead = 16 * 60
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("what you typed is kept")).to_be_visible()
    pages.clock.ahead = 0
    with page.context.expect_page() as opened:
        page.get_by_role("link", name=re.compile("Sign in again")).click()
    _at_the_provider(opened.value, "tess")
    expect(opened.value).to_have_url(f"{pages.home}/you")
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_text("The child is allocated")).to_be_visible()
    assert pages.rows("allocation") == 1


@ON_ONE
def test_every_page_of_sign_in_has_no_violation_of_wcag_2_2_aa(
    pages: Office, provider: RealProvider, open_page: Open, axe: Callable[[Page], list[str]]
) -> None:
    child = pages.child()
    Browser(pages.home).signs_in("sam")
    page = open_page(f"{pages.home}/sign-in", for_axe=True)
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        assert "<" not in page.locator("main").inner_text(), name
        if violations := axe(page):
            found[name] = violations
        page.set_viewport_size({"width": 320, "height": 900})
        if wide := sideways(page):
            found[f"{name} at 320 px"] = [f"{wide} px too wide"]
        page.set_viewport_size({"width": 1280, "height": 900})
        if folder := os.environ.get("CIN_LOOK"):
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    look("sign in")
    for path, name in (("/sign-in/back?state=x&code=y", "refused"), ("/signed-out", "signed out")):
        page.goto(pages.home + path)
        look(name)
    page.goto(f"{pages.home}/sign-in")
    _sign_in(page, "nil")
    expect(page.get_by_role("heading", name="You have no role here")).to_be_visible()
    look("no role")
    page.context.clear_cookies()
    page.goto(f"{pages.home}/sign-in")
    _sign_in(page, "tess")
    for path, name in (("/you", "you"), ("/you/sessions", "own sessions")):
        page.goto(pages.home + path)
        look(name)
    page.goto(f"{pages.home}/children/{child}/allocate")
    page.get_by_label("Allocated social worker").select_option(label="Sam Worker, social worker")
    pages.clock.ahead = 16 * 60
    page.get_by_role("button", name="Save").click()
    look("sign in again, with what was typed")
    page.goto(f"{pages.home}/children/{child}/allocate")
    look("sign in again")
    pages.clock.ahead = 0
    page.context.clear_cookies()
    page.goto(f"{pages.home}/sign-in")
    _sign_in(page, "ada")
    page.goto(f"{pages.home}/sessions")
    look("everybody's sessions")
    page.route(re.compile("/session/end"), lambda route: route.fulfill(status=204))  # so that it stays
    page.goto(f"{pages.home}/sign-out/on")
    expect(page.get_by_role("heading", name="You are signed out here")).to_be_visible()
    look("signing out")
    assert found == {}
