"""Hints between processes on PostgreSQL: heard soon after a commit, and missed at no cost but time."""

import subprocess
import sys
import time
from collections.abc import Callable
from threading import Thread

import pytest
from sqlalchemy import text

from plumbing.bells import Bells
from plumbing.hints import Listener, hint_after_commit
from plumbing.roles import Role
from tests.contracts.reading import until
from tests.databases import Databases
from tests.plumbing.conftest import Service, registered

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("databases", ["postgres"], indirect=True)]
Run = Callable[[Role], Thread]
_ANOTHER_PROCESS = """
import sys
from plumbing.database import Database
from plumbing.hints import hint_after_commit
with Database(sys.argv[1]).begin() as session:
    for _ in range(3):
        hint_after_commit(session, "records:worker/render")
"""


def test_what_another_process_commits_wakes_a_sweep_here(databases: Databases, running: Run) -> None:
    database = databases.empty("bells")
    bells, listener = Bells("records", database), Listener("records:worker/render")
    running(bells)
    until(lambda: bells.listens, "it never listened")
    subprocess.run([sys.executable, "-c", _ANOTHER_PROCESS, database.url], check=True)
    assert listener.wait(1.0)


def test_what_is_rolled_back_wakes_nobody(databases: Databases, running: Run) -> None:
    database = databases.empty("bells")
    bells, listener = Bells("records", database), Listener("records:worker/render")
    running(bells)
    until(lambda: bells.listens, "it never listened")
    with pytest.raises(ZeroDivisionError), database.begin() as session:
        hint_after_commit(session, "records:worker/render")
        raise ZeroDivisionError
    assert not listener.wait(0.3)


def test_a_connection_that_is_cut_is_made_anew(databases: Databases, running: Run) -> None:
    database = databases.empty("bells")
    bells, listener = Bells("records", database), Listener("records:worker/render")
    running(bells)
    until(lambda: bells.listens, "it never listened")
    with database.begin() as session:
        session.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
        )
    until(lambda: not bells.listens, "it never noticed")
    until(lambda: bells.listens, "it never listened again")
    subprocess.run([sys.executable, "-c", _ANOTHER_PROCESS, database.url], check=True)
    assert listener.wait(1.0)


def test_without_bells_a_message_of_another_process_goes_within_the_relays_own_interval(
    speaker: Service, running: Run
) -> None:
    relay = speaker.relay()
    running(relay)
    until(lambda: relay.active, "the relay never became active")
    time.sleep(0.2)
    with speaker.database.begin() as session:
        speaker.outbox.put(session, registered("c1"))
        session.info.clear()  # nobody rings
    until(lambda: relay.done == 1, "the message never went")
