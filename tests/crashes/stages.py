"""Where a crash is played: a pair of engines, one folder, and the processes that are killed there."""

import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path

from cin.v1.registry import TOPICS

from demo import warm
from demo.engines.broker import Broker
from demo.engines.postgres import PostgreSQL
from plumbing.bus import Bus, TopicSpec, open_bus
from plumbing.database import Database
from plumbing.migrations import upgrade
from plumbing.settings import Settings
from plumbing.tokens import Keys
from services.rights import SERVICES
from tests.crashes import effects, victim

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 180.0
"""Seconds that anything here may take before it counts as never; a sender may be 95 over one mail."""


class Stage:
    """`engines`: embedded or production; `environment`: what a role's process gets to see."""

    def __init__(self, engines: str, folder: Path, environment: Mapping[str, str]) -> None:
        self.engines = engines
        self.folder = folder
        self.environment = {
            **os.environ,
            "CIN_DATA": str(folder),
            "CIN_ADMIN_PORT": "0",
            "CIN_INTERNAL_PORT": "0",
            **environment,
        }
        for service in SERVICES:  # a role by itself makes none
            Keys(self.settings.keys).private(service)
        self.log = folder / "victims.log"
        self._living: list[BaseProcess] = []

    @property
    def settings(self) -> Settings:
        return Settings(self.environment)

    def bus(self) -> Bus:
        bus = open_bus(self.settings.text("CIN_BUS"))
        bus.ensure_topics({topic.name: TopicSpec() for topic in TOPICS})
        return bus

    def migrating_url(self, service: str) -> str:
        """By which its tables may be changed."""
        return self.settings.database(service)

    def migrate(self, service: str) -> None:
        database = Database(self.migrating_url(service))
        upgrade(database, ROOT / "services" / service / "migrations")
        effects.prepare(database)
        database.close()

    def database(self, service: str) -> Database:
        return Database(self.settings.database(service))

    def start(self, target: str, point: str = "never", count: int = 0) -> BaseProcess:
        process = warm.begin(victim.main, (target, point, count), self.environment, self.log)
        self._living.append(process)
        return process

    def kill_at(self, target: str, point: str, count: int, meanwhile: Callable[[], None]) -> bool:
        """Whether the point was reached in time, and nothing else ended the process.

        `meanwhile` is called before it starts, and every so often for as long as it lives.
        """
        meanwhile()
        process = self.start(target, point, count)
        deadline = time.monotonic() + PATIENCE
        while process.is_alive() and time.monotonic() < deadline:
            time.sleep(0.5)
            meanwhile()
        return process.exitcode == -signal.SIGKILL

    @contextmanager
    def running(self, target: str) -> Iterator[BaseProcess]:
        """A process that nobody kills; it must end well when it is told to."""
        process = self.start(target)
        yield process
        process.terminate()
        process.join(120)  # a sender is given 95 seconds to stop
        assert process.exitcode == 0, f"{target} did not end in good order: see {self.log}"

    def close(self) -> None:
        for process in self._living:
            process.kill()
            process.join()


class Production(Stage):
    """PostgreSQL and Apache Kafka; the workers may not change a table, and have a name in their groups."""

    def __init__(self, folder: Path, server: PostgreSQL, prefix: str, broker: Broker) -> None:
        self.server = server
        self.broker = broker
        self._databases = server.create_databases(prefix)
        urls = {f"CIN_DATABASE_{name.upper()}": each.url for name, each in self._databases.items()}
        member = {"CIN_BUS": broker.url, "CIN_BUS_MEMBER": "victim"}
        super().__init__("production", folder, urls | member)

    def migrating_url(self, service: str) -> str:
        return self._databases[service].migration_url


def until_empty(
    left: Callable[[], object],
    look: Callable[[], str],
    seconds: float = PATIENCE,
    lives: Callable[[], bool] = lambda: True,
) -> None:
    """Waits until nothing is left, while somebody `lives` who does it; a failure says what `look` finds."""
    deadline = time.monotonic() + seconds
    while words := left():
        assert lives(), f"nobody is there to do it: {words}; {look()}"
        assert time.monotonic() < deadline, f"never done: {words}; {look()}"
        time.sleep(0.5)  # each look reads whole tables


def until(true: Callable[[], bool], otherwise: str, seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.1)
