"""Two whole products on the same four PostgreSQL databases live the same year as one alone on SQLite."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from demo.engines.postgres import PostgreSQL, settings_of
from demo.playing import fresh_environment, town_of
from demo.story import Line
from demo.town import Town
from demo.year import Year
from plumbing.settings import Settings
from services.running import Product
from tests.databases import rows_of
from tests.journeys.conftest import START, Played

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(240)]


@dataclass(frozen=True)
class TwinTown(Town):
    """The pages of the first; the date is set on both, and all is quiet once neither does anything more."""

    other: Town
    products: tuple[Product, ...]

    def go_to(self, day: date | None) -> None:
        self.other.go_to(day)
        super().go_to(day)

    def settle(self, seconds: float = 60.0) -> None:
        deadline = time.monotonic() + seconds
        before = -1
        while before != (before := self._done()):
            assert time.monotonic() < deadline, "it never became quiet"
            super().settle(seconds)
            self.other.settle(seconds)
            super().settle(seconds)

    def _done(self) -> int:
        return sum(product.supervisor.work_done() for product in self.products)


@contextmanager
def _running(environment: Mapping[str, str]) -> Iterator[Product]:
    product = Product(Settings(dict(environment)))
    product.start()
    try:
        town_of(product.settings).ready()
        yield product
    finally:
        product.stop()


def _told(line: Line) -> Line:
    """Names in one order: mails leave in the order of random ids."""
    return replace(line, to=tuple(sorted(line.to)))


def test_two_products_on_one_postgresql_tell_the_story_of_one(played: Played, tmp_path: Path) -> None:
    with PostgreSQL(durable=False) as server:
        databases = settings_of(server.create_databases("cin"))
        first_of_all = fresh_environment(tmp_path) | databases
        mail = {"CIN_SMTP": f"smtp://127.0.0.1:{first_of_all['CIN_CATCHER_PORT']}", "CIN_SMTP_TLS": "off"}
        second_of_all = fresh_environment(tmp_path) | databases | mail
        with _running(first_of_all) as first, _running(second_of_all) as second:
            found, other = town_of(first.settings), town_of(second.settings)
            town = TwinTown(found.staff, found.admin, found.mail, other, (first, second))
            lines = Year(town, lambda line: None).play(START, START + timedelta(days=365))
            kept = [row for name in first.desks for row in rows_of(first.house.database(name))]
            helped = {role.name for role in second.supervisor.roles if getattr(role, "done", 0)}
    assert [_told(line) for line in lines] == [_told(line) for line in played.lines]
    assert [row for row in kept if row.startswith("parked")] == []
    assert {"notifications:worker/consumer"} <= helped, "the second did nothing, so nothing was shown"
