"""Every component of the kit, as people meet it: by eye, by keyboard, on a telephone, without JavaScript."""

import pytest

from plumbing.mail_catcher.mailbox import Mailbox
from plumbing.mail_catcher.pages import catcher_app
from tests.browser.kitchen_sink import kitchen_sink
from tests.chromium import sideways
from tests.plumbing.mail_catcher.conftest import CALENDAR, ZONE, invite

pytestmark = pytest.mark.browser


@pytest.fixture
def sink(tmp_path, serve):
    return serve(kitchen_sink(tmp_path))


@pytest.fixture
def caught(tmp_path, serve):
    mailbox = Mailbox(tmp_path / "mail")
    mailbox.keep("from@example.org", ["sam@example.org"], "2026-11-01T09:00:00+00:00", invite(CALENDAR))
    return serve(catcher_app(mailbox, ZONE))


def _send_empty(page):
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("heading", name="There is a problem").wait_for()


def test_no_component_breaks_a_rule_of_wcag_22_aa(sink, open_page, axe):
    assert axe(open_page(sink + "/filled", for_axe=True)) == []


def test_nor_does_one_with_an_error(sink, open_page, axe):
    page = open_page(sink, for_axe=True)
    _send_empty(page)
    assert axe(page) == []


def test_nor_do_error_pages(sink, open_page, axe):
    assert axe(open_page(sink + "/nowhere", for_axe=True)) == []


@pytest.mark.parametrize("path", ["/", "/messages/00000001"])
def test_nor_does_caught_mail(caught, open_page, axe, path):
    assert axe(open_page(caught + path, for_axe=True)) == []


@pytest.mark.parametrize("path", ["/", "/filled", "/nowhere"])
def test_nothing_scrolls_sideways_on_a_small_screen(sink, open_page, path):
    assert sideways(open_page(sink + path, width=320)) <= 0


@pytest.mark.parametrize("path", ["/", "/messages/00000001"])
def test_nor_does_caught_mail_scroll_sideways(caught, open_page, path):
    assert sideways(open_page(caught + path, width=320)) <= 0


@pytest.mark.parametrize("javascript", [True, False])
def test_a_refused_form_links_each_error_to_its_box(sink, open_page, javascript):
    page = open_page(sink, javascript=javascript)
    page.get_by_role("group", name="Date of the meeting").get_by_label("Day").fill("6")
    page.get_by_role("group", name="Date of the meeting").get_by_label("Month").fill("11")
    page.get_by_role("textbox", name="Place").fill("</textarea> The Old Library")
    _send_empty(page)
    assert page.title().startswith("Error: ")
    assert page.get_by_role("textbox", name="Place").input_value() == "</textarea> The Old Library"
    page.get_by_role("link", name="Date of the meeting must include a year").click()
    # with JavaScript the cursor goes into the box, without it the page moves to the box
    assert page.evaluate("document.activeElement.id || location.hash") in ("held_on-year", "#held_on-year")
    links = page.locator(".govuk-error-summary a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert all(page.locator(f"[id='{link[1:]}']").count() == 1 for link in links)
    assert len(links) == 9


def test_with_javascript_the_link_puts_the_cursor_in_the_box(sink, open_page):
    page = open_page(sink)
    _send_empty(page)
    page.get_by_role("link", name="Enter time").click()
    assert page.evaluate("document.activeElement.id") == "at"


def test_the_built_script_runs_under_the_policy(sink, open_page):
    page = open_page(sink)
    assert "govuk-frontend-supported" in page.locator("body").get_attribute("class")
    assert page.locator("[data-govuk-radios-init]").count() > 0


def test_the_first_tab_is_the_way_past_the_header(sink, open_page):
    page = open_page(sink)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"


def test_a_script_in_a_mails_html_does_not_run(caught, open_page):
    page = open_page(caught + "/messages/00000001")
    body = page.frame_locator("iframe").locator("p")
    assert body.text_content() == "Dear Sam"
    assert body.evaluate("element => getComputedStyle(element).color") == "rgb(0, 0, 128)"
    assert page.frames[1].title() != "ran"
