"""Builds the roles of a process from its target and runs them until it is told to stop."""

import gc
import os
import random
import signal
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from importlib import import_module
from threading import Event
from typing import Any

import click
from cin.v1.registry import TOPICS
from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from plumbing import mail_headers
from plumbing.admin import admin_app
from plumbing.bells import Bells
from plumbing.bus import TopicSpec
from plumbing.clocks import CivilClock
from plumbing.house import House, bus_of
from plumbing.logs import log, set_up_logs
from plumbing.mail_catcher.catcher import MailCatcher
from plumbing.mail_catcher.mailbox import Mailbox
from plumbing.mail_catcher.pages import catcher_app
from plumbing.otlp import Collector
from plumbing.roles import Role
from plumbing.serve import ServeRole
from plumbing.settings import Settings
from plumbing.supervisor import Supervisor
from plumbing.trace import hand_spans_to
from services.planning.domain import permission
from services.planning.procedures.faults import ProcedureUnreadable
from services.rights import SERVICES as NAMES


class _Services(Mapping[str, Any]):
    """Each is read when it is first asked for: a process of one role holds only its own service."""

    def __getitem__(self, name: str) -> Any:
        if name not in NAMES:
            raise KeyError(name)
        return import_module(f"services.{name}.main")

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)


SERVICES: Mapping[str, Any] = _Services()
"""Each offers `desk_of(house)`, `api(house, desk)` and `worker(house, desk)`; planning also its pages."""
TARGETS = (
    "all",
    "planning:web",
    *(f"{name}:{role}" for name in SERVICES for role in ("api", "worker")),
    "mail:catcher",
)


class Product:
    """One process: the house, its roles, and the doors it has opened."""

    def __init__(self, settings: Settings, target: str = "all", can: permission.Can | None = None) -> None:
        settings.data.mkdir(parents=True, exist_ok=True)
        mail_headers.self_test()
        self.settings = settings
        self.house = House(settings, bus_of(settings), CivilClock(settings.zone), makes_keys=target == "all")
        if self.house.bus.embedded:
            self.house.bus.ensure_topics(topic_specs())
        endpoint = settings.environment.get("OTEL_EXPORTER_OTLP_ENDPOINT", "")
        self._collector = Collector(endpoint) if endpoint else None
        hand_spans_to(self._collector)
        self.doors: dict[str, int] = {}
        self.apps: dict[str, Flask] = {}
        self.desks = {
            name: SERVICES[name].desk_of(self.house)
            for name in SERVICES
            if name in (target, target.partition(":")[0]) or target == "all"
        }
        self._can = can or permission.decide
        roles = self._all() if target == "all" else self._one(target)
        self.house.check_keys(SERVICES)
        self.supervisor = Supervisor([*self.house.schemas.values(), *self._bells(target), *roles])
        admin = admin_app(self.supervisor, self.house.clock, settings.steerable)
        port = settings.number("CIN_ADMIN_PORT")
        self._admin = ServeRole("admin", admin, port, threads=2, host=settings.bind)
        self.doors["admin"] = self._admin.port
        self.supervisor.roles = (*self.supervisor.roles, self._admin)

    def start(self) -> None:
        self.supervisor.start()

    def stop(self) -> list[str]:
        """The roles that did not stop in time."""
        late = self.supervisor.stop()
        if self._collector:
            hand_spans_to(None)
            self._collector.close()
        self.house.close()
        return late

    def _all(self) -> list[Role]:
        """Everything here, over real HTTP all the same."""
        apis = {name: self._api(name) for name in SERVICES}
        mounts: dict[str, Any] = {f"/{name}": app.wsgi_app for name, app in apis.items()}
        pages = SERVICES["planning"].pages(self.house, self.desks["planning"], self._can)
        self.apps = {**apis, "pages": pages}
        internal = DispatcherMiddleware(Flask("nothing", static_folder=None), mounts)
        catcher = self._catcher() if self.settings.text("CIN_SMTP") == "catcher" else []
        roles = [*catcher, self._serve("internal", internal, "CIN_INTERNAL_PORT")]
        roles.append(self._serve("staff", pages, "CIN_STAFF_PORT"))
        for name, service in SERVICES.items():
            roles.extend(service.worker(self.house, self.desks[name]))
        return roles

    def _one(self, target: str) -> list[Role]:
        name, _, role = target.partition(":")
        if role == "catcher":
            return self._catcher()
        if role == "web":
            pages = SERVICES[name].pages(self.house, self.desks[name], self._can)
            return [self._serve("staff", pages, "CIN_STAFF_PORT")]
        if role == "worker":
            return list(SERVICES[name].worker(self.house, self.desks[name]))
        return [self._serve("internal", self._api(name), "CIN_INTERNAL_PORT", target)]

    def _bells(self, target: str) -> list[Role]:
        """Web roles wait for no hint, and SQLite is one process's alone."""
        if target != "all" and not target.endswith(":worker"):
            return []
        found = {name: self.house.database(name) for name in self.desks}
        return [Bells(name, database) for name, database in found.items() if not database.is_sqlite]

    def _api(self, name: str) -> Flask:
        more = (self._can,) if name == "planning" else ()
        app: Flask = SERVICES[name].api(self.house, self.desks[name], *more)
        return app

    def _serve(self, name: str, app: object, setting: str, called: str = "") -> ServeRole:
        """`called`: in figures, where the door's name would not say whose it is."""
        port, host = self.settings.number(setting), self.settings.bind
        role = ServeRole(called or name, app, port, host=host)  # type: ignore[arg-type]  # any WSGI
        self.doors[name] = role.port
        return role

    def _catcher(self) -> list[Role]:
        """All mail stays here."""
        mailbox = Mailbox(self.settings.data / "mail")
        page = catcher_app(mailbox, self.settings.zone)
        port, host = self.settings.number("CIN_CATCHER_PORT"), self.settings.bind
        catcher = MailCatcher(mailbox, port, self.house.machine, host)
        return [catcher, self._serve("mail", page, "CIN_MAIL_PORT")]


def run_until_told(target: str, demo: bool) -> int:
    """The exit code: 0 where everything stopped in good order."""
    if target not in TARGETS:
        click.echo(f"--target {target}: there is no such role. There are: {', '.join(TARGETS)}", err=True)
        return 2
    set_up_logs()
    if target == "all":
        _keep_to_one_processor()
    try:
        product = Product(Settings(), target)
    except (ValueError, ProcedureUnreadable) as error:  # a setting or a procedure: words for whoever set it
        click.echo(f"It does not start. {error}", err=True)
        return 1
    except OSError as error:
        click.echo(
            f"A port is taken or a folder cannot be written: {error.strerror}. See CIN_… settings.", err=True
        )
        return 1
    told = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    gc.freeze()  # what was read and made until here stays: nobody need look through it again
    product.start()
    for name, port in product.doors.items():
        click.echo(f"{name:9} http://{product.settings.bind}:{port}/")
    if demo:
        from demo.playing import play_demonstration

        play_demonstration(product.settings)
    told.wait()
    late = product.stop()
    log.info("stopped", count=len(late))
    return 1 if late else 0


def _keep_to_one_processor() -> None:
    """Python lets one thread of a process work at a time. Spread over several processors, fifty threads that
    use SQLite spend time on handing that right to one another: how much, docs/performance.md measures.
    """
    if hasattr(os, "sched_setaffinity"):  # Linux
        with suppress(OSError):  # a sandbox that forbids it: slower, and just as right
            os.sched_setaffinity(0, {random.choice(sorted(os.sched_getaffinity(0)))})


def topic_specs() -> dict[str, TopicSpec]:
    """Every topic of the published language, as it is to be on any bus."""
    return {topic.name: TopicSpec(kept=timedelta(days=topic.kept_days)) for topic in TOPICS}
