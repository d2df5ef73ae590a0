"""What the services of one process share: settings, bus, clocks, keys, and the way to each other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sqlalchemy.exc import ArgumentError

from plumbing.bus import Bus, open_bus
from plumbing.bus.access import Access
from plumbing.clocks import CivilClock, MachineClock
from plumbing.database import Database
from plumbing.neighbour import Neighbour
from plumbing.schema import Schema
from plumbing.settings import Settings
from plumbing.tokens import Keys, TokenRefused, Tokens

_OWNED = "CIN_MIGRATION_DATABASE_{SERVICE}"


@dataclass
class House:
    """One per process. Databases and tokens are made once for each service and shared by its roles.

    `makes_keys`: those that are missing, where this process has all services.
    """

    settings: Settings
    bus: Bus
    clock: CivilClock
    machine: MachineClock = field(default_factory=MachineClock)
    makes_keys: bool = True
    schemas: dict[str, Schema] = field(default_factory=dict)
    _databases: dict[str, Database] = field(default_factory=dict)
    _tokens: dict[str, Tokens] = field(default_factory=dict)

    @cached_property
    def keys(self) -> Keys:
        return Keys(self.settings.keys, self.makes_keys)

    def database(self, service: str) -> Database:
        if service not in self._databases:
            self._databases[service] = service_database(self.settings, service)
        return self._databases[service]

    def _owned(self, service: str) -> Database | None:
        """None where this process is not to migrate."""
        if not self.settings.text(_OWNED, service):
            return self.database(service) if self.database(service).is_sqlite else None
        name = f"{service}, owned"
        if name not in self._databases:
            self._databases[name] = owned_database(self.settings, service)
        return self._databases[name]

    def open_database(
        self, service: str, scripts: Path, then: Callable[[Database], None] | None = None
    ) -> Database:
        """Brought up to date where that can be done now, else its Schema tries on and says what is amiss."""
        database = self.database(service)
        self.schemas[service] = Schema(service, database, scripts, self._owned(service), then)
        self.schemas[service].ready()
        return database

    def tokens(self, service: str) -> Tokens:
        if service not in self._tokens:
            self._tokens[service] = Tokens(service, self.keys)
        return self._tokens[service]

    def check_keys(self, services: Iterable[str]) -> None:
        """Raises ValueError where this process is one that proves itself, and could not know another."""
        try:
            for service in services if self._tokens and not self.makes_keys else ():
                self.keys.public(service)
        except (TokenRefused, ValueError) as error:
            raise ValueError(f"CIN_KEYS: {error}: cin keys make makes all, to hand out") from None

    def neighbour(self, me: str, name: str) -> Neighbour:
        """The service `name` as `me` sees it."""
        return Neighbour(name, self.settings.url(name), self.tokens(me))

    def close(self) -> None:
        self.bus.close()
        for database in self._databases.values():
            database.close()


def service_database(settings: Settings, service: str) -> Database:
    """As the role that works with its rows; raises ValueError where the setting is no URL."""
    return _opened(settings.database(service), f"CIN_DATABASE_{service.upper()}")


def owned_database(settings: Settings, service: str) -> Database:
    """As the role that may change its tables: the service's own where no other is set."""
    url = settings.text(_OWNED, service)
    return (
        _opened(url, _OWNED.replace("{SERVICE}", service.upper()))
        if url
        else service_database(settings, service)
    )


def bus_of(settings: Settings) -> Bus:
    """The bus that the settings name. Kafka is not connected before a relay or a worker uses it."""
    access = Access(
        settings.text("CIN_BUS_USER"),
        settings.text("CIN_BUS_PASSWORD"),
        settings.text("CIN_BUS_CA"),
        settings.text("CIN_BUS_MEMBER"),
    )
    return open_bus(settings.text("CIN_BUS"), access)


def _opened(url: str, setting: str) -> Database:
    try:
        return Database(url)
    except (ArgumentError, ImportError, ValueError):  # its words would repeat the password
        raise ValueError(
            f"{setting}: this is no URL of a database, like postgresql://role:password@host/database"
        ) from None
