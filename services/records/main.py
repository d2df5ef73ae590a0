"""Puts records together: its roles, and the API that its neighbours ask."""

from pathlib import Path

from cin.v1.claims_pb2 import CopyContent
from cin.v1.registry import TOPICS
from flask import Flask

from plumbing.consumer import Consumer
from plumbing.contracts import Contracts
from plumbing.house import House
from plumbing.migrations import upgrade
from plumbing.outbox import Outbox
from plumbing.relay import Relay
from plumbing.roles import Role
from plumbing.sweep import Sweep
from services.records.adapters.tables import PIPES
from services.records.adapters.typesetting import Typesetter, fonts_folder
from services.records.commands.render_copies import RenderCopies
from services.records.web.api import records_api
from services.records.worker.handlers import SWEEP, handlers

ME = "records"
MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(house: House) -> None:
    upgrade(house.database(ME), MIGRATIONS)


def roles(house: House) -> list[Role]:
    """Hears everything about children, renders what is owed, and says what was filed."""
    contracts = Contracts(TOPICS)
    database = house.database(ME)
    planning = house.neighbour(ME, "planning")

    def fetch(circulation: str, person: str) -> CopyContent:
        path = f"/claims/circulations/{circulation}/copies/{person}"
        return planning.claim(path, CopyContent, action="claim_copy", thing=circulation)

    render = RenderCopies(
        database,
        Outbox(PIPES, contracts, ME, house.clock),
        fetch,
        _typesetter(house),
        house.clock,
        house.machine,
    )
    return [
        Consumer(ME, database, PIPES, house.bus, contracts, handlers(house.machine)),
        Sweep(SWEEP, render.work, render.waiting),
        Relay(ME, database, PIPES, house.bus),
    ]


def api(house: House) -> Flask:
    return records_api(house.tokens(ME), house.machine, house.database(ME), _typesetter(house))


def _typesetter(house: House) -> Typesetter:
    return Typesetter(fonts_folder(house.settings.text("CIN_FONTS")))
