"""One year of one family, played once for all the tests that look at what it left behind."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from demo.browser import Visitor
from demo.playing import fresh_environment, running, town_of
from demo.reaching import reached
from demo.story import Line
from demo.year import Year
from plumbing.settings import Settings
from tests.journeys.own_words import covers

START = date(2026, 11, 30)


@dataclass
class Played:
    """What the year left: its lines, the stopped product's folder, and what was asked before."""

    lines: list[Line]
    folder: Path
    year: Year
    metrics: str = ""
    duties: list[dict[str, Any]] = field(default_factory=list)
    chronology: list[str] = field(default_factory=list)
    visited: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    covers: list[str] = field(default_factory=list)
    reached: list[str] = field(default_factory=list)

    @property
    def log(self) -> str:
        return (self.folder / "product.log").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    folder = tmp_path_factory.mktemp("year")
    settings = Settings({**os.environ, **fresh_environment(folder)})
    with running(settings):
        town = town_of(settings)
        town.ready()
        year = Year(town, lambda line: None)
        lines = year.play(START, START + timedelta(days=365))
        found = Played(lines, folder, year)
        found.metrics = requests.get(f"{town.admin}/metrics", timeout=10).text
        for child in year.family.children.values():
            found.duties += year.amina.json(f"/children/{child}/duties.json")
            found.chronology += _days(year.amina, child)
        found.reached = reached(year)
        found.pages = [year.martin.read(path) for path in pages_of(year)]
        found.covers = covers(year)
        for visitor in (year.amina, year.martin, year.dee):
            found.visited += visitor.visited
    yield found


def pages_of(year: Year) -> list[str]:
    """The paths of the pages on which a council's own words stand."""
    children = [f"/children/{child}" for child in year.family.children.values()]
    meeting = f"/meetings/{year.gatherings.first_held()}"
    return ["/", *children, f"{children[0]}/meetings/new", f"{children[0]}/chronology", meeting]


def _days(visitor: Visitor, child: str) -> list[str]:
    """The dates of the chronology's entries, as the page shows them."""
    page = visitor.read(f"/children/{child}/chronology")
    return re.findall(r"<strong>(\w+day \d+ \w+ \d{4})</strong>", page)
