"""Plays the family's year against a running product: as a printed journey, or as the demonstration."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import click

from demo.days import working_day
from demo.ports import free_ports
from demo.stories import stories
from demo.story import Line
from demo.town import Town
from demo.year import Year
from plumbing.settings import Settings

PORTS = ("CIN_STAFF_PORT", "CIN_INTERNAL_PORT", "CIN_ADMIN_PORT", "CIN_MAIL_PORT", "CIN_CATCHER_PORT")
MONTHS_OF_THE_DEMONSTRATION = 11


def town_of(settings: Settings) -> Town:
    def address(name: str) -> str:
        return f"http://127.0.0.1:{settings.number(name)}"

    return Town(address("CIN_STAFF_PORT"), address("CIN_MAIL_PORT"), (address("CIN_ADMIN_PORT"),))


def play_demonstration(settings: Settings, today: date | None = None) -> list[Line]:
    """Fills an empty product with a year that ends today, then lets the clock go. Once only."""
    marker = settings.data / "demonstration-played"
    town = town_of(settings)
    town.ready()
    if marker.exists():
        return []
    story = stories().get(settings.text("CIN_COUNCIL"))
    if story is None:
        click.echo("There is no story for this council: it starts empty.")
        return []
    today = today or date.today()
    start = today - timedelta(days=round(MONTHS_OF_THE_DEMONSTRATION * 30.44))
    click.echo(f"playing the demonstration's year from {start} to today …")
    lines = Year(town, lambda line: None, story).play(working_day(start), today)
    town.go_to(None)
    marker.touch()
    click.echo(f"played: {len(lines)} acts. Sign in as one of the staff.")
    return lines


def journey(
    start: date,
    days: int,
    engines: str = "embedded",
    council: str = "newcastle",
    at_the_end: Callable[[Year], None] = lambda _: None,
) -> list[Line]:
    """A council's year on a product of its own in an empty folder, stopped and removed afterwards.

    `at_the_end` is given the year while the product still runs. `engines`: embedded, in one process;
    production, on PostgreSQL and Apache Kafka with one for each role.
    """
    with tempfile.TemporaryDirectory(prefix="cin-journey-") as folder:
        towns = {"embedded": _together, "production": _apart}
        with towns[engines](Path(folder), council) as town:
            town.ready()
            year = Year(town, lambda line: click.echo(str(line)), stories()[council])
            lines = year.play(start, start + timedelta(days=days or year.story.days))
            at_the_end(year)
            return lines


@contextmanager
def _together(folder: Path, council: str) -> Iterator[Town]:
    settings = Settings({**os.environ, **fresh_environment(folder), "CIN_COUNCIL": council})
    with running(settings):
        yield town_of(settings)


@contextmanager
def _apart(folder: Path, council: str) -> Iterator[Town]:
    from demo.apart import Apart, Engines

    with (
        Engines(folder) as engines,
        Apart(folder / "product", {**engines.settings, "CIN_COUNCIL": council}) as apart,
    ):
        yield apart.town


class running:
    """`cin run --target all` in a process of its own, told to stop at the end."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.log = settings.data / "product.log"

    def __enter__(self) -> "running":
        self._settings.data.mkdir(parents=True, exist_ok=True)
        self._out = self.log.open("wb")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "services", "run", "--target", "all"],
            env=self._settings.environment,
            stdout=self._out,
            stderr=subprocess.STDOUT,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._out.close()


def fresh_environment(folder: Path) -> dict[str, str]:
    """A product of its own: free ports, an empty folder, a date that may be set, mail that stays here."""
    ports = {name: str(port) for name, port in zip(PORTS, free_ports(len(PORTS)), strict=True)}
    return {"CIN_DATA": str(folder), "CIN_STEERABLE": "1", "CIN_SMTP": "catcher", **ports}
