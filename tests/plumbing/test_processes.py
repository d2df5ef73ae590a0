"""A process is known to have ended only when it has."""

import os
import subprocess
import sys

from plumbing.processes import has_ended, this_process

SAY = "from plumbing.processes import this_process; print(this_process(), flush=True); input()"


def _other() -> tuple[subprocess.Popen[str], str]:
    path = os.pathsep.join(part for part in sys.path if part)
    process = subprocess.Popen(
        [sys.executable, "-c", SAY],
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def test_a_running_process_has_not_ended_and_a_killed_one_has() -> None:
    process, name = _other()
    assert not has_ended(name)
    process.kill()
    process.wait()
    assert has_ended(name)


def test_a_killed_process_that_nobody_has_waited_for_has_ended_too() -> None:
    process, name = _other()
    process.kill()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    assert has_ended(name)
    process.wait()


def test_the_number_of_a_process_that_came_round_again_is_not_taken_for_it() -> None:
    assert not has_ended(this_process())
    number, _, machine = this_process().split("-")
    assert has_ended(f"{number}-1-{machine}")


def test_what_cannot_be_told_has_not_ended() -> None:
    assert not has_ended("") and not has_ended("words") and not has_ended("12-")
    number, start, _ = this_process().split("-")
    assert not has_ended(f"{number}-1-other"), "a process of another machine or container"
    assert not has_ended(f"{number}-{start}-")
