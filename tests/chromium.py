"""One real Chromium for all tests of a process that ask for it, and axe-core to ask about accessibility."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

PATIENCE = 45_000
"""Milliseconds that one action may take, or what is expected of a page, on a busy machine."""
expect.set_options(timeout=PATIENCE)
ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = Path("/usr/bin/chromium")
AXE = ROOT / "node_modules/axe-core/axe.min.js"
BUILT = ROOT / "plumbing/web/static/built/govuk-frontend.min.css"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    for part, cure in (
        (CHROMIUM, "install Debian's chromium"),
        (AXE, "run script/bootstrap"),
        (BUILT, "run script/bootstrap"),
    ):
        if not part.exists():
            pytest.fail(f"browser tests need {part.name}: {cure}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """`open_page(url, width=…, javascript=…)`. A script's error or a refusal by the policy fails the test."""
    contexts, troubles = [], []

    def opened(url: str, *, width: int = 1280, javascript: bool = True, for_axe: bool = False) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=javascript, bypass_csp=for_axe
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "console",
            lambda said: troubles.append(said.text) if "Content Security Policy" in said.text else None,
        )
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """What axe-core finds against WCAG 2.2 AA, one line each; the page must be opened with `for_axe=True`."""

    def ask(page: Page) -> list[str]:
        page.evaluate(AXE.read_text(encoding="utf-8"))
        run = "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})"
        found: dict[str, Any] = page.evaluate(run, RULES)
        assert len(found["passes"]) > 10, "axe looked at next to nothing"
        return [
            f"{each['id']}: {node['target']} {node['failureSummary']}"
            for each in found["violations"]
            for node in each["nodes"]
        ]

    return ask


@pytest.fixture
def serve() -> Iterator[Callable[[Flask], str]]:
    """Serves an application on a free loopback port until the test is over; returns its address."""
    servers = []

    def start(app: Flask) -> str:
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        servers.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server, thread in servers:
        server.shutdown()
        thread.join(10)
        server.server_close()


def sideways(page: Page) -> int:
    """Pixels by which the page is wider than its window."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide
