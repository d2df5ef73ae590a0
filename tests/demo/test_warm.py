"""A process that starts at once is the command line all the same, with an environment of its own."""

import os
import signal
import sys
import threading
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

from demo import warm

_READ = "services.running" in sys.modules
"""When this file was read: in the process that is begun, as it begins."""


def _said(process: BaseProcess, out: Path) -> str:
    process.join(60)
    assert process.exitcode == 0
    return out.read_text()


def _what_it_has() -> int:
    parent = f"/proc/{os.getppid()}/task"
    print(_READ, len(os.listdir(parent)), threading.active_count(), sorted(os.environ), flush=True)
    return 0


def _sleep() -> None:
    time.sleep(60)


def test_it_has_read_the_program_and_knows_its_own_environment_only(tmp_path: Path) -> None:
    """Whoever it was forked from has one thread: another might have held a lock that nobody now lets go."""
    out = tmp_path / "out"
    process = warm.begin(_what_it_has, (), {"ONLY": "this"}, out)
    assert _said(process, out).strip() == "True 1 1 ['ONLY']"


def test_a_command_says_and_ends_as_it_does_when_it_is_typed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert "child-in-need, version" in _said(warm.cin(["--version"], dict(os.environ), out), out)
    wrong = warm.cin(["run", "--target", "planning:nothing"], dict(os.environ), out)
    wrong.join(60)
    assert wrong.exitcode == 2
    assert "there is no such role" in out.read_text()
    assert "child-in-need, version" in out.read_text()


def test_it_is_ended_by_a_signal_like_any_process(tmp_path: Path) -> None:
    processes = [warm.begin(_sleep, (), {}, tmp_path / "out") for _ in range(2)]
    processes[0].terminate()
    processes[1].kill()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [-signal.SIGTERM, -signal.SIGKILL]
