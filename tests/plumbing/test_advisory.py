"""The lock of the active one on PostgreSQL: one holds it; the death of its connection frees it at once."""

import subprocess
import sys
import time
from collections.abc import Iterator
from threading import Event, Thread

import pytest
from sqlalchemy import text

from plumbing.advisory import AdvisoryLock
from plumbing.database import Database
from tests.contracts.reading import until
from tests.databases import PostgreSQLDatabases, TestServer
from tests.plumbing.conftest import Service, registered

pytestmark = pytest.mark.postgres
_HOLDER = """
import sys, time
from plumbing.advisory import AdvisoryLock
from plumbing.database import Database
assert AdvisoryLock(Database(sys.argv[1]), "one").hold()
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def database(postgres_server: TestServer) -> Iterator[Database]:
    databases = PostgreSQLDatabases(postgres_server)
    yield databases.empty("locks")
    databases.close()


def _cut_all_others(database: Database) -> None:
    """As when the network or PostgreSQL ends a connection."""
    with database.begin() as session:
        others = text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        session.execute(others)


def test_one_holds_it_and_the_next_has_it_once_it_is_released(database: Database) -> None:
    first, second = AdvisoryLock(database, "one"), AdvisoryLock(database, "one")
    assert first.hold() and first.hold()
    assert not second.hold()
    assert AdvisoryLock(database, "another").hold()
    first.release()
    assert second.hold()
    assert not first.hold()


def test_whoever_loses_the_connection_loses_the_lock_and_notices(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plumbing.advisory._LOOK", 0.0)
    first, second = AdvisoryLock(database, "one"), AdvisoryLock(database, "one")
    assert first.hold()
    _cut_all_others(database)
    until(second.hold, "a connection that was cut keeps its lock")  # the server takes a moment to end it
    assert not first.hold()


def test_a_killed_process_is_succeeded_at_once(database: Database) -> None:
    holder = subprocess.Popen([sys.executable, "-c", _HOLDER, database.url], stdout=subprocess.PIPE)
    assert holder.stdout and holder.stdout.readline() == b"held\n"
    heir = AdvisoryLock(database, "one")
    assert not heir.hold()
    holder.kill()
    holder.wait()
    started = time.monotonic()
    until(heir.hold, "the lock of a dead process was not freed")
    assert time.monotonic() - started < 2
    holder.stdout.close()


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
def test_two_relays_whose_connections_are_cut_again_and_again_lose_and_reorder_nothing(
    speaker: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plumbing.advisory._LOOK", 0.0)
    relays, stop = [speaker.relay(), speaker.relay()], Event()
    threads = [Thread(target=relay.run, args=(stop,)) for relay in relays]
    for thread in threads:
        thread.start()
    subscription = speaker.bus.subscribe("reader", ["cin.child.v1"])
    for version in range(1, 101):
        speaker.say(registered("c1", version))
        if version % 20 == 0:
            _cut_all_others(speaker.database)
    until(lambda: not any(relay.quiet() for relay in relays), "the outbox was not emptied")
    stop.set()
    for thread in threads:
        thread.join()
    heard: list[str] = []
    while batch := subscription.poll(1.0):
        heard += [message.headers["ce_id"] for message in batch]
    subscription.close()
    once = list(dict.fromkeys(heard))
    assert len(once) == 100
    assert once == _said(speaker)


def _said(speaker: Service) -> list[str]:
    with speaker.database.read() as session:
        return list(session.scalars(text("SELECT event_id FROM outbox ORDER BY id")))
