"""Plays five months of the demonstration in a temporary folder and pictures the README's pages."""

import os
import tempfile
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from demo.cast import AMINA, MARTIN, NOOR, OWEN, Role
from demo.playing import fresh_environment, running, town_of
from demo.town import Town
from demo.year import Year
from plumbing.settings import Settings

FOLDER = Path("docs/screenshots")
CHROMIUM = Path("/usr/bin/chromium")
START, DAYS = date(2026, 11, 30), 150
HIGH = {"children": 620, "child": 1160, "who-gets-what": 1000, "sent": 800, "invitation": 900}
HIGH |= {"sign-in": 900, "sign-out": 560, "break-glass": 1240, "opened": 900, "who-looked": 1500}
"""Of each picture, in pixels."""
LARGEST = 200_000
"""Bytes of one picture: a clone stays quick."""


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="cin-screenshots-") as folder:
        settings = Settings({**os.environ, **fresh_environment(Path(folder))})
        with running(settings), sync_playwright() as playwright:
            town = town_of(settings)
            town.ready()
            year = Year(town, lambda line: None)
            year.play(START, START + timedelta(days=DAYS))
            browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
            take_all(browser.new_page(viewport={"width": 1000, "height": 800}), town, year)
            browser.close()


def take_all(page: Page, town: Town, year: Year) -> None:
    take(page, f"{town.staff}/sign-in", "sign-in")
    sign_in(page, town, AMINA)
    take(page, f"{town.staff}/", "children")
    take(page, f"{town.staff}/children/{year.family.children[NOOR.key]}", "child")
    meeting = page.locator("a[href^='/meetings/']:not([href$='/new'])").first.get_attribute("href")
    take(page, f"{town.staff}{meeting}/circulation", "who-gets-what")
    take(page, f"{town.staff}{meeting}/sent", "sent")
    invitation = next(mail for mail in town.mails() if mail["method"] == "REQUEST")
    take(page, f"{town.mail}/messages/{invitation['id']}", "invitation")
    take_who_sees_what(page, town, f"{town.staff}/children/{year.family.children[NOOR.key]}")


def take_who_sees_what(page: Page, town: Town, child: str) -> None:
    """A record outside the caseload is asked for and opened; a manager sees that, and who else looked."""
    sign_in(page, town, OWEN)
    take(page, child, "break-glass", asks=403)
    page.get_by_label("Duty cover").check()
    page.get_by_label("What makes it necessary").fill("I cover for Amina Reed, who is away until Thursday.")
    page.get_by_role("button", name="Open the record").click()
    sign_in(page, town, MARTIN)
    take(page, f"{town.staff}/opened", "opened")
    town.settle()
    take(page, f"{child}/accesses", "who-looked")
    take(page, f"{town.staff}/you", "sign-out")


def sign_in(page: Page, town: Town, who: Role) -> None:
    page.context.clear_cookies()
    page.goto(f"{town.staff}/sign-in")
    page.get_by_label(str(who)).check()
    page.get_by_role("button").first.click()


def take(page: Page, address: str, name: str, asks: int = 200) -> None:
    page.set_viewport_size({"width": 1000, "height": HIGH[name]})
    answer = page.goto(address)
    if answer is None or answer.status != asks:
        raise SystemExit(f"screenshots: the page for {name} did not come: {answer and answer.status}")
    target = FOLDER / f"{name}.png"
    page.screenshot(path=str(target))
    size = target.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"screenshots: {target} has {size} bytes, more than {LARGEST}: lower it in HIGH")
    print(f"{target} {size} bytes")


if __name__ == "__main__":
    main()
