"""The whole house in one process with nothing to do: how much of a core it takes, and how often it wakes."""

import time
from pathlib import Path

from bench.house import house
from bench.measuring import Scale, Table, cpu_of
from bench.words import figure

BUDGET = "at most 5 % of one core and 100 wake-ups a second: a small machine must have room for the work"
_SETTLE = 10.0


def table(scale: Scale) -> Table:
    with house() as (process, _):
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


def _threads(process: int) -> list[Path]:
    return list(Path(f"/proc/{process}/task").iterdir())


def _woken(process: int) -> int:
    """How often its threads have waited for something and gone on."""
    lines = [line for thread in _threads(process) for line in (thread / "status").read_text().splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("voluntary_ctxt_switches"))


def _memory(process: int) -> int:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return round(next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024)
