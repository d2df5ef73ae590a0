"""Two whole products on the same four PostgreSQL databases live the same year as one alone on SQLite."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from demo.engines.postgres import PostgreSQL, settings_of
from demo.playing import fresh_environment, town_of
from demo.town import Town
from demo.year import Year
from plumbing.settings import Settings
from services.running import Product
from tests.databases import rows_of
from tests.journeys.conftest import START, Played

pytestmark = [pytest.mark.postgres, pytest.mark.long, pytest.mark.timeout(480)]


@contextmanager
def _running(environment: Mapping[str, str]) -> Iterator[Product]:
    product = Product(Settings(dict(environment)))
    product.start()
    try:
        town_of(product.settings).ready()
        yield product
    finally:
        product.stop()


def test_two_products_on_one_postgresql_tell_the_story_of_one(played: Played, tmp_path: Path) -> None:
    with PostgreSQL(durable=False) as server:
        databases = settings_of(server.create_databases("cin"))
        first_of_all = fresh_environment(tmp_path) | databases
        mail = {"CIN_SMTP": f"smtp://127.0.0.1:{first_of_all['CIN_CATCHER_PORT']}", "CIN_SMTP_TLS": "off"}
        second_of_all = fresh_environment(tmp_path) | databases | mail
        with _running(first_of_all) as first, _running(second_of_all) as second:
            found, other = town_of(first.settings), town_of(second.settings)
            town = Town(found.staff, found.mail, (*found.admins, *other.admins))
            lines = Year(town, lambda line: None).play(START, START + timedelta(days=365))
            kept = [row for name in first.desks for row in rows_of(first.house.database(name))]
            helped = {role.name for role in second.supervisor.roles if getattr(role, "done", 0)}
    assert [str(line) for line in lines] == [str(line) for line in played.lines]
    assert [row for row in kept if row.startswith("parked")] == []
    assert {"notifications:worker/consumer"} <= helped, "the second did nothing, so nothing was shown"
