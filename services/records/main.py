"""Puts records together: its roles, and the API that its neighbours ask."""

from dataclasses import dataclass
from pathlib import Path

from cin.v1.access_pb2 import AccessNoted
from cin.v1.claims_pb2 import CopyContent
from cin.v1.registry import TOPICS
from flask import Flask

from plumbing.accesses import Accesses
from plumbing.consumer import Consumer
from plumbing.contracts import Contracts
from plumbing.database import Database
from plumbing.house import House
from plumbing.outbox import Outbox
from plumbing.relay import Relay
from plumbing.roles import Role
from plumbing.sweep import Sweep
from plumbing.web.asked import Looks
from services.records.adapters.tables import PIPES, access_entry
from services.records.adapters.typesetting import Typesetter, fonts_folder
from services.records.commands.render_copies import RenderCopies
from services.records.web.api import records_api
from services.records.worker.handlers import SWEEP, handlers

ME = "records"
CONTRACTS = Contracts(TOPICS)
MIGRATIONS = Path(__file__).parent / "migrations"
_TOGETHER = 50
"""Messages of one transaction: most are lines and entries that are only added."""


@dataclass(frozen=True)
class Desk:
    """What both the worker and the API work with."""

    database: Database
    typesetter: Typesetter


def desk_of(house: House) -> Desk:
    """Brings the database up to date and finds the fonts."""
    database = house.open_database(ME, MIGRATIONS)
    return Desk(database, _typesetter(house))


def worker(house: House, desk: Desk) -> list[Role]:
    """Hears everything about children, renders what is owed, and says what was filed."""
    planning = house.neighbour(ME, "planning")

    def fetch(circulation: str, person: str) -> CopyContent:
        path = f"/claims/circulations/{circulation}/copies/{person}"
        return planning.claim(path, CopyContent, action="claim_copy", thing=circulation)

    outbox = _outbox(house)
    render = RenderCopies(desk.database, outbox, fetch, desk.typesetter, house.clock, house.machine)
    return [
        Consumer(ME, desk.database, PIPES, house.bus, CONTRACTS, handlers(house.machine), together=_TOGETHER),
        Sweep(SWEEP, render.work, render.waiting),
        Relay(ME, desk.database, PIPES, house.bus),
    ]


def api(house: House, desk: Desk) -> Flask:
    """Documents, covers, the chronology, and who looked."""
    looks = looks_of(desk.database, _outbox(house))
    return records_api(house.tokens(ME), house.machine, looks, desk.typesetter)


def looks_of(database: Database, outbox: Outbox) -> Looks:
    return Looks(database, Accesses(access_entry, outbox, AccessNoted))


def _outbox(house: House) -> Outbox:
    return Outbox(PIPES, CONTRACTS, ME, house.clock)


def _typesetter(house: House) -> Typesetter:
    return Typesetter(fonts_folder(house.settings.text("CIN_FONTS")))
