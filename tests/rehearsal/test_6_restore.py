"""The databases are lost, and the broker with all that it held: restored from dumps, work goes on."""

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from demo.engines.postgres import _program
from tests.rehearsal.cluster import Cluster
from tests.rehearsal.handed_out import everything
from tests.rehearsal.outside import Outside
from tests.rehearsal.reaching import as_the_proxy, names, town
from tests.rehearsal.release import SERVICES, Release
from tests.rehearsal.traffic import Staff

pytestmark = [pytest.mark.rehearsal, pytest.mark.timeout(1200)]


def run(program: str, url: str, *words: str) -> None:
    """One of PostgreSQL's own, told the address as an operator tells it."""
    address = url.replace("postgresql+psycopg", "postgresql")
    command = [_program(program) or program, *words, "--dbname", address]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PGSSLMODE": "require"})


def dump(outside: Outside, folder: Path) -> None:
    """Of all four at one moment: nothing was being done."""
    for service in SERVICES:
        url = outside.postgres.url(outside.databases[service].name)
        run("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", f"--file={folder / service}")


def restore(outside: Outside, folder: Path) -> None:
    """Into four empty ones, as their owners: docs/postgres-roles.sql gives the services their rights."""
    for service in SERVICES:
        path = str(folder / service)
        words = ("--no-owner", "--no-privileges", "--exit-on-error", "--schema=public", path)
        run("pg_restore", outside.databases[service].migration_url, *words)


def timed(what: str, act: Callable[[], object]) -> None:
    began = time.monotonic()
    act()
    print(f"{what}: {time.monotonic() - began:.1f} s")


def test_after_a_restore_nothing_from_before_the_backup_is_lost_or_sent_again(
    cluster: Cluster, staff: Staff, release: Release, outside: Outside, keys: Path, tmp_path: Path
) -> None:
    children = set(staff.family.children.values())
    staff.round()
    assert staff.arrived() == staff.wanted
    timed("dump", lambda: dump(outside, tmp_path))
    staff.round()  # after the backup: its mail is out, and the databases will not know of it
    assert staff.arrived() == staff.wanted

    timed("uninstall", release.uninstall)
    outside.fresh()
    timed("restore", lambda: restore(outside, tmp_path))
    timed("an empty broker", outside.fresh_broker)
    cluster.apply(*everything(outside, keys))
    timed("install", release.install)

    with as_the_proxy(names(cluster)):
        there = town(cluster)
        time.sleep(10)
        assert there.mails(staff.last) == [], "what went out before the backup goes out once more"
        staff.town = there
        for child in children:
            assert staff.amina.json(f"/children/{child}/duties.json") is not None
        staff.round()
        assert staff.arrived() == staff.wanted
