"""What the services of one process share: settings, bus, clocks, keys, and the way to each other."""

from dataclasses import dataclass, field
from functools import cached_property

from plumbing.bus import Bus, open_bus
from plumbing.bus.access import Access
from plumbing.clocks import CivilClock, MachineClock
from plumbing.database import Database
from plumbing.neighbour import Neighbour
from plumbing.settings import Settings
from plumbing.tokens import Keys, Tokens


@dataclass
class House:
    """One per process. Databases and tokens are made once for each service and shared by its roles."""

    settings: Settings
    bus: Bus
    clock: CivilClock
    machine: MachineClock = field(default_factory=MachineClock)
    _databases: dict[str, Database] = field(default_factory=dict)
    _tokens: dict[str, Tokens] = field(default_factory=dict)

    @cached_property
    def keys(self) -> Keys:
        return Keys(self.settings.data / "keys")

    def database(self, service: str) -> Database:
        if service not in self._databases:
            self._databases[service] = Database(self.settings.database(service))
        return self._databases[service]

    def tokens(self, service: str) -> Tokens:
        if service not in self._tokens:
            self._tokens[service] = Tokens(service, self.keys)
        return self._tokens[service]

    def neighbour(self, me: str, name: str) -> Neighbour:
        """The service `name` as `me` sees it."""
        return Neighbour(name, self.settings.url(name), self.tokens(me))

    def close(self) -> None:
        self.bus.close()
        for database in self._databases.values():
            database.close()


def bus_of(settings: Settings) -> Bus:
    """The bus that the settings name. Kafka is not connected before a relay or a worker uses it."""
    access = Access(
        settings.text("CIN_BUS_USER"),
        settings.text("CIN_BUS_PASSWORD"),
        settings.text("CIN_BUS_CA"),
        settings.text("CIN_BUS_MEMBER"),
    )
    return open_bus(settings.text("CIN_BUS"), access)
