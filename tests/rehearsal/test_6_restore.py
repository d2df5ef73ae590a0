"""The databases are lost, and the broker with all that it held: restored from dumps, work goes on."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from email import message_from_bytes
from pathlib import Path

import pytest
import requests

from demo.engines.postgres import program
from tests.rehearsal.cluster import Cluster, call, until
from tests.rehearsal.handed_out import everything
from tests.rehearsal.outside import Outside
from tests.rehearsal.reaching import as_the_proxy, names, town
from tests.rehearsal.release import SERVICES, Release
from tests.rehearsal.stopping import waiting
from tests.rehearsal.traffic import Staff

pytestmark = [pytest.mark.rehearsal, pytest.mark.timeout(1200)]


def run(name: str, url: str, *words: str) -> None:
    """One of PostgreSQL's own, told the address as an operator tells it."""
    address = url.replace("postgresql+psycopg", "postgresql")
    command = [program(name) or name, *words, "--dbname", address]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PGSSLMODE": "require"})


def dump(outside: Outside, folder: Path) -> None:
    """Planning last: what the others know, it then knows too."""
    for service in reversed(SERVICES):
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


def cin(outside: Outside, data: Path, *words: str, given: str = "") -> str:
    """The command line as an operator calls it, with the settings of all four services."""
    settings = {"CIN_DATA": str(data)}
    for name, database in outside.databases.items():
        settings[f"CIN_DATABASE_{name.upper()}"] = f"{database.url}?sslmode=require"
        settings[f"CIN_MIGRATION_DATABASE_{name.upper()}"] = f"{database.migration_url}?sslmode=require"
    return call(sys.executable, "-m", "services", *words, given=given, **settings)


def mail_log(staff: Staff) -> str:
    """A Message-ID on each line, of every mail that the mail server took since these databases began."""
    named = []
    for mail in staff.town.mails(staff.before):
        source = requests.get(f"{staff.town.mail}{mail['source']}", timeout=10).content
        named.append(str(message_from_bytes(source)["Message-ID"]))
    return "\n".join(named) + "\n"


def test_after_a_restore_nothing_from_before_the_backup_is_lost_or_sent_again(
    cluster: Cluster, staff: Staff, release: Release, outside: Outside, keys: Path, tmp_path: Path
) -> None:
    """In the order of docs/operating.md, "After a restore"."""
    children = set(staff.family.children.values())
    staff.round()
    assert staff.arrived() == staff.wanted
    timed("dump", lambda: dump(outside, tmp_path))
    staff.round()  # after the backup: its mail is out, and the databases will not know of it
    assert staff.arrived() == staff.wanted
    gone = sum(staff.wanted.values())

    timed("uninstall", release.uninstall)
    outside.fresh()
    timed("restore", lambda: restore(outside, tmp_path))
    cin(outside, tmp_path, "migrate")
    cin(outside, tmp_path, "database", "doctor")
    timed("an empty broker", outside.fresh_broker)  # its topics are made by the install's Job
    cin(outside, tmp_path, "bus", "say-again")
    assert "No mail leaves" in cin(outside, tmp_path, "restore", "begin")
    cluster.apply(*everything(outside, keys))
    timed("install", release.install)

    with as_the_proxy(names(cluster)):
        staff.town = town(cluster)
        log = mail_log(staff)
        said = cin(outside, tmp_path, "restore", "reconcile", "--mail-log", "-", given=log)
        assert f"{gone} left before the restore and are not on record" in said
        assert "/sent-before-restore" in staff.martin.read("/holds")
        listed = staff.martin.read("/sent-before-restore")
        assert all(each.strip("<>") in listed for each in log.split()[-gone:])
        cin(outside, tmp_path, "restore", "finish", "--by", "the rehearsal")
        time.sleep(10)
        assert staff.town.mails(staff.last) == [], "what went out already goes out once more"
        for child in children:
            assert staff.amina.json(f"/children/{child}/duties.json") is not None
        staff.round()
        assert staff.arrived() == staff.wanted
    until(lambda: not waiting(outside), lambda: f"never done: {waiting(outside)}")
