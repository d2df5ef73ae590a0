"""Staff pages that a provider's accounts open: one or more replicas on one database, with real HTTP."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

from sqlalchemy import func, select

from plumbing.bus import open_bus
from plumbing.clocks import CivilClock, MachineClock
from plumbing.house import House
from plumbing.serve import ServeRole
from plumbing.settings import Settings
from services.planning import main as planning
from services.planning.adapters import tables
from services.planning.commands.register_child import register_child

ROLES = """
whole_council = ["service manager", "administrator"]
[roles]
"Plans.Administrator" = "administrator"
"Plans.TeamManager" = "team manager"
"Plans.SocialWorker" = "social worker"
[teams]
"Plans.Team.East" = "East"
"Plans.Team.West" = "West"
"""


class SetClock(MachineClock):
    """A machine clock that a test moves on."""

    ahead = 0.0

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=self.ahead)


@dataclass
class Office:
    """`replicas` are the addresses of the staff pages; the provider knows the first one."""

    settings: Settings
    house: House
    desk: Any
    clock: SetClock
    replicas: list[str] = field(default_factory=list)
    apps: list[Any] = field(default_factory=list)
    _stop: Event = field(default_factory=Event)
    _threads: list[Thread] = field(default_factory=list)

    @property
    def home(self) -> str:
        return self.replicas[0]

    @property
    def door(self) -> Any:
        return self.apps[0].extensions["site"].door

    def open(self, port: int) -> None:
        """One more replica."""
        app = planning.pages(self.house, self.desk)
        role = ServeRole("staff", app, port)
        thread = Thread(target=role.run, args=(self._stop,), daemon=True)
        thread.start()
        self.apps.append(app)
        self._threads.append(thread)
        self.replicas.append(f"http://127.0.0.1:{role.port}")

    def close(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(15)
        self.house.close()

    def rows(self, table: str) -> int:
        with self.desk.database.read() as read:
            found = tables.metadata.tables[table]
            return int(read.execute(select(func.count()).select_from(found)).scalar_one())

    def sessions_of(self, name: str) -> int:
        """Sessions that the person with this name has."""
        staff, session = tables.staff.c, tables.sessions.c
        with self.desk.database.read() as read:
            query = select(func.count()).where(session.owner == staff.id, staff.name == name)
            return int(read.execute(query).scalar_one())

    def signed_in(self) -> int:
        """Sessions that somebody owns."""
        with self.desk.database.read() as read:
            owner = tables.sessions.c.owner
            return int(read.execute(select(func.count()).where(owner.is_not(None))).scalar_one())

    def staff(self) -> list[tuple[str, str, str]]:
        with self.desk.database.read() as read:
            row = tables.staff.c
            return [tuple(one) for one in read.execute(select(row.name, row.role, row.team)).all()]

    def id_of(self, name: str) -> str:
        with self.desk.database.read() as read:
            return str(
                read.execute(select(tables.staff.c.id).where(tables.staff.c.name == name)).scalar_one()
            )

    def child(self) -> str:
        born = date(2020, 2, 2)
        return str(
            register_child(
                self.desk, name="Noor Haddad", council_reference="A-1", born_on=born, expected_on=None
            )
        )


def office(folder: Path, issuer: str, home: str, databases: Mapping[str, str], **more: str) -> Office:
    """Nothing is open yet; `home` is what the provider is told."""
    folder.mkdir(exist_ok=True)
    (folder / "secret").write_text("of-a-test-and-nothing-else\n")
    (folder / "roles.toml").write_text(ROLES)
    said = {
        "CIN_DATA": str(folder),
        "CIN_SIGN_IN": "oidc",
        "CIN_STAFF_URL": home,
        "CIN_OIDC_ISSUER": issuer,
        "CIN_OIDC_CLIENT": "plans",
        "CIN_OIDC_SECRET_FILE": str(folder / "secret"),
        "CIN_OIDC_ROLES": str(folder / "roles.toml"),
    }
    settings = Settings({**said, **databases, **more})
    clock = SetClock()
    house = House(settings, open_bus(settings.text("CIN_BUS")), CivilClock(settings.zone), clock)
    with suppress(FileExistsError):
        (folder / "keys").mkdir()
    return Office(settings, house, planning.desk_of(house), clock)
