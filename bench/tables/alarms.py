"""Deadlines whose day has come: the product's sweep against APScheduler's SQLAlchemy job store."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select, text

from bench.engines import postmaster
from bench.measuring import Scale, Spent, Table, interleave, spent
from bench.peers.running import Peer
from bench.words import against, each
from demo.engines.postgres import CannotStart, PostgreSQL
from plumbing.clocks import CivilClock
from plumbing.database import Database
from plumbing.migrations import upgrade
from plumbing.outbox import Outbox
from services.scheduler.adapters.tables import alarm, plumbing
from services.scheduler.commands.desk import Desk
from services.scheduler.commands.sweep_alarms import sweep_alarms
from services.scheduler.main import CONTRACTS, MIGRATIONS

_DAY = date(2027, 1, 4)
_FAR = date(2040, 1, 2)
_PAGE = 5000


@dataclass
class Ours:
    """A scheduler's desk with so many alarms far ahead. Each round is a day on which `due` more come due."""

    desk: Desk
    owner: Database
    processes: tuple[int, ...]
    day: date = _DAY

    def fill(self, alarms: int) -> None:
        for start in range(0, alarms, _PAGE):
            self._add(range(start, min(start + _PAGE, alarms)), _FAR, "far")
        with self.owner.begin() as session:  # only who owns a table may have it analysed
            session.execute(text("ANALYZE"))

    def fire(self, due: int) -> Spent:
        """Called overdue, each with its message in the outbox."""
        self.day += timedelta(days=1)
        self._add(range(due), self.day - timedelta(days=1), self.day.isoformat())
        self.desk.clock.steer(self.day)
        before = self._said()
        found = spent(self._sweep, self.processes)
        assert self._said() - before == due, "not every alarm was called exactly once"
        return found

    def look(self, looks: int) -> Spent:
        return spent(lambda: [sweep_alarms(self.desk) for _ in range(looks)], self.processes)

    def _sweep(self) -> None:
        while sweep_alarms(self.desk):
            pass

    def _said(self) -> int:
        with self.desk.database.read() as session:
            return session.scalar(select(func.count()).select_from(plumbing.outbox)) or 0

    def _add(self, numbers: range, due: date, name: str) -> None:
        rows = [
            {
                "duty": f"{name}-{number}",
                "version": 1,
                "child": f"child-{number}",
                "name": "circulate after review",
                "clause": "Procedure 1.6",
                "state": "set",
                "due": due,
                "set_on": _DAY,
                "next_on": due + timedelta(days=1),
            }
            for number in numbers
        ]
        with self.desk.database.begin() as session:
            session.execute(insert(alarm), rows)


def table(scale: Scale) -> Table:
    sizes = (20,) if scale.tiny else (10_000, 100_000)
    rows: list[tuple[str, ...]] = []
    warnings = []
    for size in sizes:
        with _on_sqlite() as (ours, url):
            rows += _compared("SQLite", ours, url, size, scale)
    try:
        with PostgreSQL() as server:
            for size in sizes:
                with _on_postgres(server, size) as (ours, url):
                    rows += _compared("PostgreSQL", ours, url, size, scale)
    except CannotStart as error:
        warnings.append(f"the sweep on PostgreSQL: {error}")
        rows.append(("PostgreSQL", *["**NOT MEASURED**"] * 4))
    return Table(
        "alarms",
        ("", "the product's sweep", "APScheduler 3.11, SQLAlchemyJobStore", "its time", "its CPU"),
        rows,
        warnings=warnings,
    )


def _compared(engine: str, ours: Ours, url: str, size: int, scale: Scale) -> list[tuple[str, ...]]:
    due, looks = scale.of(500, 5), scale.of(200, 3)
    ours.fill(size)
    with Peer("alarms") as peer:
        peer.ask("open", url=url, jobs=size)

        def theirs() -> Spent:
            peer.ask("add", due=due)
            return peer.time("fire", ours.processes)

        fired = interleave({"ours": lambda: ours.fire(due), "theirs": theirs}, scale)
        idle = interleave(
            {
                "ours": lambda: ours.look(looks),
                "theirs": lambda: peer.time("look", ours.processes, looks=looks),
            },
            scale,
        )
    return [
        _row(f"{engine}, {size:,} open: call {due} that are due", fired, due),
        _row(f"{engine}, {size:,} open: look, nothing due", idle, looks),
    ]


def _row(what: str, found: dict[str, list[Spent]], things: int) -> tuple[str, ...]:
    cells = each(found["ours"], things), each(found["theirs"], things)
    return what, *cells, *against(found["theirs"], found["ours"])


@contextmanager
def _on_sqlite() -> Iterator[tuple[Ours, str]]:
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/scheduler.db")
        upgrade(database, MIGRATIONS)
        yield _ours(database, database, ()), f"sqlite:///{Path(folder) / 'jobs.db'}"
        database.close()


@contextmanager
def _on_postgres(server: PostgreSQL, size: int) -> Iterator[tuple[Ours, str]]:
    with ExitStack() as stack:
        own = server.create_database(f"bench{size}", "scheduler")
        peers = server.create_database(f"peer{size}", "scheduler")
        owner = Database(own.migration_url)
        upgrade(owner, MIGRATIONS)
        stack.callback(owner.close)
        database = Database(own.url)
        stack.callback(database.close)
        yield _ours(database, owner, (postmaster(server),)), peers.migration_url


def _ours(database: Database, owner: Database, processes: tuple[int, ...]) -> Ours:
    clock = CivilClock(ZoneInfo("Europe/London"))
    clock.steer(_DAY)
    outbox = Outbox(plumbing, CONTRACTS, "scheduler", clock)
    return Ours(Desk(database, outbox, clock, "meetings.example.org"), owner, processes)
