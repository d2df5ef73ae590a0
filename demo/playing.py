"""Plays the family's year against a running product: as a printed journey, or as the demonstration."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import click

from demo.days import working_day
from demo.story import Line
from demo.town import Town
from demo.year import Year
from plumbing.settings import Settings

PORTS = ("CIN_STAFF_PORT", "CIN_INTERNAL_PORT", "CIN_ADMIN_PORT", "CIN_MAIL_PORT", "CIN_CATCHER_PORT")
MONTHS_OF_THE_DEMONSTRATION = 11


def town_of(settings: Settings) -> Town:
    def address(name: str) -> str:
        return f"http://127.0.0.1:{settings.number(name)}"

    return Town(address("CIN_STAFF_PORT"), address("CIN_ADMIN_PORT"), address("CIN_MAIL_PORT"))


def play_demonstration(settings: Settings, today: date | None = None) -> list[Line]:
    """Fills an empty product with a year that ends today, then lets the clock go. Once only."""
    marker = settings.data / "demonstration-played"
    town = town_of(settings)
    town.ready()
    if marker.exists():
        return []
    today = today or date.today()
    start = today - timedelta(days=round(MONTHS_OF_THE_DEMONSTRATION * 30.44))
    click.echo(f"playing the demonstration's year from {start} to today …")
    lines = Year(town, lambda line: None).play(working_day(start), today)
    town.go_to(None)
    marker.touch()
    click.echo(f"played: {len(lines)} acts. Sign in as one of the staff.")
    return lines


def journey(start: date, days: int, say: bool = True) -> list[Line]:
    """The same year on a product of its own in an empty folder, stopped and removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="cin-journey-") as folder:
        settings = Settings({**os.environ, **fresh_environment(Path(folder))})
        with running(settings):
            town = town_of(settings)
            town.ready()
            print_line = (lambda line: click.echo(str(line))) if say else (lambda line: None)
            return Year(town, print_line).play(start, start + timedelta(days=days))


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
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in PORTS]
    ports = {name: str(each.getsockname()[1]) for name, each in zip(PORTS, sockets, strict=True)}
    for each in sockets:
        each.close()
    return {"CIN_DATA": str(folder), "CIN_STEERABLE": "1", "CIN_SMTP": "catcher", **ports}
