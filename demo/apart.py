"""The product as a council runs it: PostgreSQL, Apache Kafka, and a process for each role."""

import os
from collections.abc import Mapping
from contextlib import ExitStack
from multiprocessing.process import BaseProcess
from pathlib import Path

from demo import warm
from demo.engines.broker import Broker
from demo.engines.postgres import PostgreSQL, settings_of
from demo.ports import free_ports
from demo.town import Town

SERVICES = ("planning", "scheduler", "records", "notifications")
TARGETS = (
    "mail:catcher",
    *(f"{name}:api" for name in SERVICES),
    "planning:web",
    *(f"{name}:worker" for name in SERVICES),
)
_DOORS = {"mail:catcher": "CIN_CATCHER_PORT", "planning:web": "CIN_STAFF_PORT"}
_STOP = 40.0
"""Seconds that a process gets to stop in good order."""


class Engines:
    """A PostgreSQL and a broker of our own, which keeps its log in `folder`; `settings` name them."""

    def __init__(self, folder: Path) -> None:
        self.postgres = PostgreSQL(durable=False)
        self.broker = Broker(folder / "kafka")
        self.settings: Mapping[str, str] = {}
        self._started = ExitStack()

    def __enter__(self) -> "Engines":
        with ExitStack() as started:
            started.callback(self.postgres.close)
            started.callback(self.broker.stop)
            self.broker.launch()
            self.postgres.start()
            databases = self.postgres.create_databases("cin")
            self.broker.wait()
            self.settings = {"CIN_BUS": self.broker.url, **settings_of(databases)}
            self._started = started.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._started.close()


class CannotPrepare(Exception):
    """A command that comes before the first start failed; says which."""


class Apart:
    """`town` once it has been entered. Every process writes into `folder`/<target>.log."""

    def __init__(self, folder: Path, engines: Mapping[str, str]) -> None:
        self.folder = folder
        ports = iter(free_ports(2 * len(TARGETS) + 1))
        self._doors = {target: next(ports) for target in TARGETS}
        self._admins = {target: next(ports) for target in TARGETS}
        self._mail = next(ports)
        self._environment = {**os.environ, **engines, **self._settings()}
        self._started = ExitStack()
        self._running: list[BaseProcess] = []

    @property
    def town(self) -> Town:
        admins = tuple(_address(port) for port in self._admins.values())
        return Town(_address(self._doors["planning:web"]), _address(self._mail), admins)

    def __enter__(self) -> "Apart":
        self.folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as started:
            started.callback(self._end)
            self._prepare()
            for target in TARGETS:
                self._start(target)
            self._started = started.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._started.close()

    def _end(self) -> None:
        """All are told at once, so that they stop side by side."""
        for process in self._running:
            process.terminate()
        for process in self._running:
            process.join(_STOP)
            if process.is_alive():
                process.kill()
                process.join()

    def _prepare(self) -> None:
        """As an operator does before the first start: the tables, the topics, the keys."""
        log, keys = self.folder / "prepared.log", str(self.folder / "keys")
        for words in (["migrate"], ["bus", "topics", "--create"], ["keys", "make", keys]):
            prepared = warm.cin(words, self._environment, log)
            prepared.join()
            if prepared.exitcode:
                raise CannotPrepare(f"cin {' '.join(words)} ended with {prepared.exitcode}: see {log}")

    def _settings(self) -> dict[str, str]:
        """The same for every process."""
        urls = {f"CIN_URL_{name.upper()}": _address(self._doors[f"{name}:api"]) for name in SERVICES}
        smtp = f"smtp://127.0.0.1:{self._doors['mail:catcher']}"
        fixed = {"CIN_DATA": str(self.folder), "CIN_STEERABLE": "1", "CIN_SMTP": smtp, "CIN_SMTP_TLS": "off"}
        return fixed | urls

    def _start(self, target: str) -> None:
        door = _DOORS.get(target, "CIN_INTERNAL_PORT")
        ports = {
            "CIN_ADMIN_PORT": self._admins[target],
            door: self._doors[target],
            "CIN_MAIL_PORT": self._mail,
        }
        environment = self._environment | {name: str(port) for name, port in ports.items()}
        log = self.folder / f"{target.replace(':', '-')}.log"
        self._running.append(warm.cin(["run", "--target", target], environment, log))


def _address(port: int) -> str:
    return f"http://127.0.0.1:{port}"
