"""A notifications' desk: real database, real mail server, and real neighbours over HTTP, all on loopback."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from plumbing.clocks import CivilClock
from plumbing.neighbour import Neighbour
from plumbing.outbox import Outbox
from plumbing.tokens import Keys, Tokens
from services.notifications.adapters import tables
from services.notifications.adapters.smtp import Post
from services.notifications.commands.desk import Desk
from services.notifications.main import CONTRACTS, SERVICE
from tests.databases import Databases
from tests.services.notifications.mail_servers import MailServer, mail_server
from tests.services.notifications.neighbours import Neighbourhood, Watch


@pytest.fixture
def clock() -> CivilClock:
    clock = CivilClock(ZoneInfo("Europe/London"))
    clock.steer(date(2026, 12, 17))
    return clock


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    keys = Keys(tmp_path / "keys")
    for service in ("planning", "scheduler", "records", SERVICE):
        Tokens(service, keys)
    return keys


@pytest.fixture
def neighbours(keys: Keys) -> Iterator[Neighbourhood]:
    neighbourhood = Neighbourhood(keys)
    yield neighbourhood
    neighbourhood.close()


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def desk(
    databases: Databases,
    clock: CivilClock,
    watch: Watch,
    keys: Keys,
    neighbours: Neighbourhood,
    mail: MailServer,
) -> Iterator[Desk]:
    database = databases.of(SERVICE)
    tokens = Tokens(SERVICE, keys)
    yield Desk(
        database,
        Outbox(tables.plumbing, CONTRACTS, SERVICE, clock),
        clock,
        watch,
        {name: Neighbour(name, url, tokens) for name, url in neighbours.urls.items()},
        Post(mail.url, tls="off", timeout=5.0),
        "papers@council.example",
    )
    database.close()
