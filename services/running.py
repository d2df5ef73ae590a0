"""Builds the roles of a process from its target and runs them until it is told to stop."""

import signal
import sys
from collections.abc import Callable, Mapping
from datetime import timedelta
from threading import Event

import click
from cin.v1.registry import TOPICS
from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from plumbing import mail_headers
from plumbing.admin import admin_app
from plumbing.bus import TopicSpec, open_bus
from plumbing.clocks import CivilClock
from plumbing.house import House
from plumbing.logs import log, set_up_logs
from plumbing.mail_catcher.catcher import MailCatcher
from plumbing.mail_catcher.mailbox import Mailbox
from plumbing.mail_catcher.pages import catcher_app
from plumbing.roles import Role
from plumbing.serve import ServeRole
from plumbing.settings import Settings
from plumbing.supervisor import Supervisor
from services.notifications import main as notifications
from services.planning import main as planning
from services.planning.commands.desk import Desk
from services.records import main as records
from services.scheduler import main as scheduler

APIS: Mapping[str, Callable[[House], Flask]] = {
    "scheduler": scheduler.api,
    "records": records.api,
    "notifications": notifications.api,
}
WORKERS: Mapping[str, Callable[[House], list[Role]]] = {
    "scheduler": scheduler.roles,
    "records": records.roles,
    "notifications": notifications.roles,
}
TARGETS = (
    "all",
    "planning:web",
    "planning:api",
    "planning:worker",
    *(f"{service}:{role}" for service in APIS for role in ("api", "worker")),
)


class Product:
    """One process: the house, its roles, and the doors it has opened."""

    def __init__(self, settings: Settings, target: str = "all", can: planning.Can | None = None) -> None:
        settings.data.mkdir(parents=True, exist_ok=True)
        mail_headers.self_test()
        self.settings = settings
        self.house = House(settings, open_bus(settings.text("CIN_BUS")), CivilClock(settings.zone))
        self.house.bus.ensure_topics({topic.name: _spec(topic.kept_days) for topic in TOPICS})
        self.doors: dict[str, int] = {}
        self.apps: dict[str, Flask] = {}
        self.desk: Desk = planning.desk_of(self.house) if target in ("all",) or "planning" in target else None  # type: ignore[assignment]
        self._can = can or planning.permission.can
        roles = self._all() if target == "all" else self._one(target)
        self.supervisor = Supervisor(roles)
        admin = admin_app(self.supervisor, self.house.clock, settings.steerable)
        self._admin = ServeRole("admin", admin, settings.number("CIN_ADMIN_PORT"), threads=2)
        self.doors["admin"] = self._admin.port
        self.supervisor.roles = (*self.supervisor.roles, self._admin)

    def start(self) -> None:
        self.supervisor.start()

    def stop(self) -> list[str]:
        """The roles that did not stop in time."""
        late = self.supervisor.stop()
        self.house.close()
        return late

    def _all(self) -> list[Role]:
        """Everything here, over real HTTP all the same."""
        apis = {"planning": planning.api(self.house, self.desk, self._can)}
        apis |= {name: api(self.house) for name, api in APIS.items()}
        pages = planning.pages(self.house, self.desk, self._can)
        self.apps = {**apis, "pages": pages}
        mounted = DispatcherMiddleware(
            Flask("nothing", static_folder=None),
            {f"/{name}": app.wsgi_app for name, app in apis.items()},
        )
        roles: list[Role] = [
            self._serve("internal", mounted, "CIN_INTERNAL_PORT"),
            self._serve("staff", pages, "CIN_STAFF_PORT"),
            *planning.worker(self.house, self.desk),
        ]
        for workers in WORKERS.values():
            roles.extend(workers(self.house))
        return [*self._catcher(), *roles]

    def _one(self, target: str) -> list[Role]:
        service, _, role = target.partition(":")
        if target == "planning:web":
            return [self._serve("staff", planning.pages(self.house, self.desk), "CIN_STAFF_PORT")]
        if role == "worker":
            return (
                planning.worker(self.house, self.desk)
                if service == "planning"
                else WORKERS[service](self.house)
            )
        app = planning.api(self.house, self.desk) if service == "planning" else APIS[service](self.house)
        return [self._serve("internal", app, "CIN_INTERNAL_PORT")]

    def _serve(self, name: str, app: object, setting: str) -> ServeRole:
        role = ServeRole(name, app, self.settings.number(setting))  # type: ignore[arg-type]
        self.doors[name] = role.port
        return role

    def _catcher(self) -> list[Role]:
        """All mail stays here, unless a mail server is named."""
        if self.settings.text("CIN_SMTP") != "catcher":
            return []
        mailbox = Mailbox(self.settings.data / "mail")
        page = catcher_app(mailbox, self.settings.zone)
        catcher = MailCatcher(mailbox, self.settings.number("CIN_CATCHER_PORT"), self.house.machine)
        return [catcher, self._serve("mail", page, "CIN_MAIL_PORT")]


def run_until_told(target: str, demo: bool) -> int:
    """The exit code: 0 where everything stopped in good order."""
    if target not in TARGETS:
        click.echo(f"--target {target}: there is no such role. There are: {', '.join(TARGETS)}", err=True)
        return 2
    set_up_logs()
    try:
        product = Product(Settings(), target)
    except OSError as error:
        click.echo(
            f"A port is taken or a folder cannot be written: {error.strerror}. See CIN_… settings.", err=True
        )
        return 1
    told = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    product.start()
    for name, port in product.doors.items():
        click.echo(f"{name:9} http://127.0.0.1:{port}/")
    if demo:
        from demo.playing import play_demonstration

        play_demonstration(product.settings)
    told.wait()
    late = product.stop()
    log.info("stopped", count=len(late))
    sys.stderr.flush()
    return 1 if late else 0


def _spec(kept_days: int) -> TopicSpec:
    return TopicSpec(kept=timedelta(days=kept_days))
