"""Who a process is on this machine, and whether it still runs: what a killed one held is free at once."""

import os
from functools import cache
from pathlib import Path


@cache
def _start_of_ours(pid: int) -> str:
    return _start_of(pid) or ""


def this_process() -> str:
    """Number and start, as in `4711-882934`: a number alone comes round again."""
    pid = os.getpid()
    return f"{pid}-{_start_of_ours(pid)}"


def has_ended(process: str) -> bool:
    """Certainly not running any more. False where this cannot be told: then silence must be waited out."""
    pid, _, start = process.partition("-")
    if not start or not pid.isdigit() or not Path("/proc/self/stat").exists():
        return False
    return _start_of(int(pid)) != start


def _start_of(pid: int) -> str | None:
    """In clock ticks since the machine started; None where there is no such process, or it is a zombie."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if words[0] in "ZX" else words[19]
