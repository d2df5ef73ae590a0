"""A migration that is killed at its end has changed nothing, and the next one does it all."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

from sqlalchemy import insert, inspect, text

from plumbing.clocks import MachineClock
from plumbing.database import Database
from services.scheduler.adapters.tables import plumbing as pipes
from tests.crashes import migrating, saying, table
from tests.crashes.stages import PATIENCE, ROOT, Stage
from tests.crashes.table import Line

ROWS = 240


def test_a_killed_migration_is_as_if_it_had_never_begun(stage: Stage, times: tuple[int, ...]) -> None:
    url = stage.migrating_url("scheduler")
    assert _migrate(stage, url, ROOT / "services/scheduler/migrations") == 0
    with Database(stage.settings.database("scheduler")).begin() as session:
        session.execute(insert(pipes.outbox), _rows())
    newer = _newer(stage.folder / "migrations")
    hits, half_done = 0, 0
    for _ in times:
        hits += _migrate(stage, url, newer, killed=True) == -signal.SIGKILL
        half_done += _state(url) != ("0002_from_0001", False, False, ROWS)
    assert _migrate(stage, url, newer) == 0
    state, filled = _state(url), _sizes(url)
    lost, doubled = max(0, ROWS - filled), max(0, state[3] - ROWS)
    found = (lost, doubled, 0, 0)
    row = Line(migrating.POINT, stage.engines, hits, ROWS, None, *found, half_done=half_done)
    table.keep(f"migrating-{stage.engines}", [row])
    assert state == ("0003", True, True, ROWS) and filled == ROWS
    assert not half_done, "a killed migration left something behind"
    assert hits == len(times)


def _migrate(stage: Stage, url: str, folder: Path, killed: bool = False) -> int:
    with stage.log.open("ab") as log:
        command = [sys.executable, "-m", "tests.crashes.migrating", url, str(folder), "1" if killed else "0"]
        done = subprocess.run(command, env=stage.environment, cwd=ROOT, stderr=log, timeout=PATIENCE)
    return done.returncode


def _newer(folder: Path) -> Path:
    """The scheduler's migrations of today and one of tomorrow."""
    shutil.copytree(ROOT / "services/scheduler/migrations", folder)
    for script in (ROOT / "tests/crashes/second_migration").glob("*.py"):
        shutil.copy(script, folder / "versions")
    return folder


def _rows() -> list[dict[str, object]]:
    now = MachineClock().now()
    return [
        {
            "event_id": f"event-{number}",
            "topic": "duty",
            "key": str(number),
            "type": "cin.v1.DutyOpened",
            "headers": {},
            "payload": message.SerializeToString(),
            "put_at": now,
        }
        for number, message in enumerate(saying.circulations(ROWS))
    ]


def _state(url: str) -> tuple[str, bool, bool, int]:
    """The revision, whether the column and the table are there, and how many rows."""
    database = Database(url)
    try:
        with database.read() as session:
            seen = inspect(session.connection())
            columns = {column["name"] for column in seen.get_columns("outbox")}
            revision = session.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
            rows = session.execute(text("SELECT count(*) FROM outbox")).scalar_one()
            return revision, "size" in columns, seen.has_table("later"), rows
    finally:
        database.close()


def _sizes(url: str) -> int:
    database = Database(url)
    try:
        with database.read() as session:
            query = "SELECT count(*) FROM outbox WHERE size = length(payload)"
            return int(session.execute(text(query)).scalar_one())
    finally:
        database.close()
