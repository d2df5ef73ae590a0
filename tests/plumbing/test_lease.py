"""One holder at a time; what a killed process held is free at once."""

import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import MetaData

from plumbing.database import Database
from plumbing.lease import Lease
from plumbing.pipes import pipes

METADATA = MetaData()
PIPES = pipes(METADATA)
HOLD = """
import sys
from plumbing.database import Database
from plumbing.lease import Lease
from tests.plumbing.test_lease import PIPES
print(Lease(Database(sys.argv[1]), PIPES.lease, "one", 600).hold(), flush=True)
sys.stdin.read()
"""


def test_another_waits_while_the_holder_lives_and_not_after_it_was_killed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'lease.db'}"
    database = Database(url)
    METADATA.create_all(database.engine)
    holder = _holding(url)
    mine = Lease(database, PIPES.lease, "one", 600)
    assert not mine.hold()
    holder.kill()
    holder.communicate()
    assert mine.hold()
    assert not Lease(database, PIPES.lease, "one", 600).hold(), "one of the same process"
    database.close()


def _holding(url: str) -> "subprocess.Popen[str]":
    path = os.pathsep.join(part for part in sys.path if part)
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, url],
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "True"
    return process
