"""What is written for people is held to the code: settings, paths, links, where personal data lies."""

import re
from pathlib import Path

import pytest

from plumbing.settings import SETTINGS, Setting
from services.notifications.adapters import tables as notifications
from services.planning.adapters import personal as planning
from services.records.adapters import tables as records
from services.scheduler.adapters import tables as scheduler

ROOT = Path(__file__).parent.parent
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "proto/README.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
_ROOMS = "services|plumbing|proto|script|tests|docs|demo|requirements"
_PATH = re.compile(rf"`((?:{_ROOMS})/[\w./-]+)`")
_LINK = re.compile(r"\]\(([^)#]+)\)")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _rows() -> list[tuple[str, str, str]]:
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    return re.findall(r"^\| `([^`]+)` \| (?:`([^`]*)`)? ?\| (.+) \|$", text, re.MULTILINE)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_stands_in_the_table_with_its_default(setting: Setting) -> None:
    assert (setting.name, setting.default, setting.says) in _rows()


def test_the_table_has_no_setting_that_is_not_there() -> None:
    assert [row[0] for row in _rows()] == [setting.name for setting in SETTINGS]


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_path_and_link_on_a_page_leads_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    lost = [path for path in _PATH.findall(text) if not (ROOT / path).exists()]
    lost += [link for link in _LINK.findall(text) if "://" not in link and not (page.parent / link).exists()]
    assert not lost, f"{_name(page)}: {lost} cannot be found"


def test_every_column_with_personal_data_stands_in_the_privacy_page() -> None:
    text = (ROOT / "docs" / "privacy.md").read_text("utf-8")
    tables = {
        "planning": planning.PERSONAL,
        "scheduler": getattr(scheduler, "PERSONAL", {}),
        "records": records.PERSONAL,
        "notifications": notifications.PERSONAL,
    }
    missing = [
        f"{service}: {column}"
        for service, columns in tables.items()
        for column in columns
        if f"`{column}`" not in text
    ]
    assert not missing, f"docs/privacy.md does not name {missing}"


def test_no_page_names_a_machine_or_fetches_from_somewhere() -> None:
    found = [
        f"{_name(page)}: {match}"
        for page in PAGES
        for match in re.findall(r"https?://[^\s)`]+|/(?:home|root|work|tmp)/\S+", page.read_text("utf-8"))
        if not match.startswith(("http://127.0.0.1", "http://localhost"))
    ]
    assert not found
