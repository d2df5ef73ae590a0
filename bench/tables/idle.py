"""The whole house in one process with nothing to do: how much of a core it takes, and how often it wakes."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import requests

from bench.measuring import Scale, Table, cpu_of
from bench.words import figure
from demo.ports import free_port

BUDGET = "at most 5 % of one core and 100 wake-ups a second: a small machine must have room for the work"
_SETTLE = 10.0
_PORTS = ("STAFF", "INTERNAL", "ADMIN", "MAIL", "CATCHER")


def table(scale: Scale) -> Table:
    with _house() as process:
        time.sleep(scale.of(int(_SETTLE), 0))
        wall, cpu, woken = time.perf_counter(), cpu_of([process]), _woken(process)
        time.sleep(scale.of(30, 1))
        wall = time.perf_counter() - wall
        cpu, woken = cpu_of([process]) - cpu, _woken(process) - woken
        threads, memory = len(_threads(process)), _memory(process)
    return Table(
        "idle",
        ("", "of one core", "wake-ups a second", "threads", "memory"),
        [
            (
                "all four services, SQLite, the SQLite log",
                f"{figure(cpu / wall * 100)} %",
                figure(woken / wall),
                str(threads),
                f"{memory} MB",
            )
        ],
        [f"Over {wall:.0f} seconds without a request. The budget: {BUDGET}."],
    )


@contextmanager
def _house() -> Iterator[int]:
    """The process's number; it is ready."""
    ports = {name: str(free_port()) for name in _PORTS}
    with TemporaryDirectory() as folder:
        settings = {f"CIN_{name}_PORT": port for name, port in ports.items()} | {"CIN_DATA": folder}
        plain = {name: value for name, value in os.environ.items() if not name.startswith("CIN_")}
        with (Path(folder) / "words").open("w") as words:
            process = subprocess.Popen(
                [sys.executable, "-m", "services", "run"], env=plain | settings, stdout=words, stderr=words
            )
            try:
                _wait_until_ready(process, f"http://127.0.0.1:{ports['ADMIN']}/readyz")
                yield process.pid
            finally:
                process.terminate()
                process.wait(40)


def _wait_until_ready(process: "subprocess.Popen[bytes]", url: str, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if requests.get(url, timeout=2).ok:
                return
        except requests.RequestException:
            pass
        time.sleep(0.1)
    raise RuntimeError("the house did not get ready: run script/cin run to see why")


def _threads(process: int) -> list[Path]:
    return list(Path(f"/proc/{process}/task").iterdir())


def _woken(process: int) -> int:
    """How often its threads have waited for something and gone on."""
    lines = [line for thread in _threads(process) for line in (thread / "status").read_text().splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("voluntary_ctxt_switches"))


def _memory(process: int) -> int:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return round(next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024)
