"""Planning as roles of a process: its pages, its claims, its worker."""

import secrets
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
from plumbing.web.session_list import SessionList
from plumbing.web.sessions import SessionStore
from services.planning.adapters import mapping, tables
from services.planning.adapters.staff_list import keep_staff
from services.planning.commands.desk import Desk
from services.planning.commands.reckon_everybody import everybody_waits, reckon_everybody
from services.planning.domain import permission
from services.planning.domain.permission import Can
from services.planning.procedures.calendars import working_days_of
from services.planning.procedures.council import LOCAL_FILE, PROCEDURES, Council, load_council
from services.planning.web.app import staff_app
from services.planning.web.claims import claims_app
from services.planning.web.door import by_provider, door_of
from services.planning.web.site import Site
from services.planning.worker.handlers import handlers
from services.planning.worker.measures import measure

SERVICE = "planning"
PAGES_SECRET = "pages.secret"
"""File of the key folder with which forms are signed: the same for every process that serves pages."""
EVERYBODY = "planning:worker/everybody"
MIGRATIONS = Path(__file__).parent / "migrations"
CONTRACTS = Contracts(TOPICS)
NEIGHBOURS = ("scheduler", "records", "notifications")

assert mapping  # imported for what it does: it ties the domain to its tables


def desk_of(house: House) -> Desk:
    """Brings the database up to date and reads the council's procedure; raises ProcedureUnreadable."""
    staff = partial(keep_staff, file=house.settings.text("CIN_STAFF_LIST"))
    local = not by_provider(house.settings)  # nobody of a list is among the staff that a provider vouches for
    database = house.open_database(SERVICE, MIGRATIONS, then=staff if local else None)
    council = council_of(house.settings)
    outbox = Outbox(tables.plumbing, CONTRACTS, SERVICE, house.clock)
    return Desk(database, outbox, house.clock, council, working_days_of(council))


def council_of(settings: Settings) -> Council:
    """The one that the settings name, with its own values; raises ProcedureUnreadable."""
    local = settings.text("CIN_LOCAL")
    name = settings.text("CIN_COUNCIL")
    return load_council(name, procedures_folder(settings), Path(local) if local else None)


def local_file_of(settings: Settings) -> Path:
    """The council's own values: its folder's, unless the setting names another file."""
    named = settings.text("CIN_LOCAL")
    return Path(named) if named else procedures_folder(settings) / settings.text("CIN_COUNCIL") / LOCAL_FILE


def procedures_folder(settings: Settings) -> Path:
    """Where the councils' folders lie: the product's own, unless the setting names another."""
    named = settings.text("CIN_PROCEDURES")
    return Path(named) if named else PROCEDURES


def pages(house: House, desk: Desk, can: Can = permission.decide) -> Flask:
    """The staff pages; raises ValueError where the settings of the sign-in are wrong."""
    secret, machine = _secret(house), house.machine
    known = SessionList(desk.database, tables.sessions, tables.logout_heard, machine)
    neighbours = {name: house.neighbour(SERVICE, name) for name in NEIGHBOURS}
    site = Site(desk, neighbours, known, door_of(house.settings, secret, machine))
    sessions = SessionStore(desk.database, tables.sessions, machine, "staff", known.may_begin)
    hosts = house.settings.text("CIN_HOSTS").split(",")
    return staff_app(site, sessions, secret, hosts, can)


def api(house: House, desk: Desk, can: Can = permission.decide) -> Flask:
    """The claims of the other services."""
    return claims_app(desk, house.tokens(SERVICE), can, house.settings.text("CIN_MEETINGS_DOMAIN"))


def worker(house: House, desk: Desk) -> list[Role]:
    """The consumer, the relay, and the sweep that reckons everybody when a procedure changes."""
    database = desk.database
    return [
        Consumer(SERVICE, database, tables.plumbing, house.bus, CONTRACTS, handlers(desk)),
        Relay(SERVICE, database, tables.plumbing, house.bus),
        Sweep(EVERYBODY, partial(reckon_everybody, desk), partial(everybody_waits, desk), every=5.0),
        Measuring(f"{SERVICE}:worker/measuring", partial(measure, desk)),
    ]


def new_pages_secret() -> bytes:
    return secrets.token_bytes(32)


def _secret(house: House) -> bytes:
    """Signs the form tokens; made once and kept beside the keys."""
    return house.keys.kept(PAGES_SECRET, new_pages_secret)
