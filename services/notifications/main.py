"""Notifications as roles of a process: its API and its worker."""

from functools import partial
from pathlib import Path

from cin.v1.registry import TOPICS
from flask import Flask

from plumbing.consumer import Consumer
from plumbing.contracts import Contracts
from plumbing.house import House
from plumbing.measuring import Measuring
from plumbing.outbox import Outbox
from plumbing.relay import Relay
from plumbing.roles import Role
from plumbing.settings import Settings
from plumbing.sweep import Sweep
from services.notifications.adapters import tables
from services.notifications.adapters.smtp import Post
from services.notifications.commands.desk import PREPARING, SENDING, Desk
from services.notifications.commands.prepare_parcels import prepare_parcels, preparing_waits
from services.notifications.commands.send_parcels import send_parcels, sending_waits
from services.notifications.web.api import notifications_api
from services.notifications.worker.handlers import handlers
from services.notifications.worker.measures import measure

SERVICE = "notifications"
MIGRATIONS = Path(__file__).parent / "migrations"
CONTRACTS = Contracts(TOPICS)


def desk_of(house: House) -> Desk:
    """Brings the database up to date."""
    database = house.open_database(SERVICE, MIGRATIONS)
    return Desk(
        database,
        Outbox(tables.plumbing, CONTRACTS, SERVICE, house.clock),
        house.clock,
        house.machine,
        {name: house.neighbour(SERVICE, name) for name in ("planning", "scheduler", "records")},
        post_of(house.settings),
        house.settings.text("CIN_MAIL_FROM"),
    )


def api(house: House, desk: Desk) -> Flask:
    """What planning asks on behalf of its staff."""
    return notifications_api(desk, house.tokens(SERVICE))


def worker(house: House, desk: Desk) -> list[Role]:
    """The consumer, the relay, and the two sweeps: preparing and sending."""
    longest = desk.post.longest + 5.0  # with the note of what became of the mail
    return [
        Consumer(SERVICE, desk.database, tables.plumbing, house.bus, CONTRACTS, handlers(desk)),
        Relay(SERVICE, desk.database, tables.plumbing, house.bus),
        Sweep(PREPARING, partial(prepare_parcels, desk), partial(preparing_waits, desk)),
        Sweep(SENDING, partial(send_parcels, desk), partial(sending_waits, desk), may_take=longest),
        Measuring(f"{SERVICE}:worker/measuring", partial(measure, desk)),
    ]


def post_of(settings: Settings) -> Post:
    """The local catcher goes without TLS: its mail never leaves this machine."""
    url = settings.text("CIN_SMTP")
    if url == "catcher":
        return Post(f"smtp://127.0.0.1:{settings.number('CIN_CATCHER_PORT')}", tls="off")
    return Post(
        url,
        settings.text("CIN_SMTP_TLS"),
        settings.text("CIN_SMTP_USER"),
        settings.text("CIN_SMTP_PASSWORD"),
        ca=settings.text("CIN_SMTP_CA"),
    )
