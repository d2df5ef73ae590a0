"""Who a process is on this machine, and whether it still runs: what a killed one held is free at once."""

import os
from functools import cache
from hashlib import sha256
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_NAMESPACE = Path("/proc/self/ns/pid")


def this_process() -> str:
    """Number, start and machine, as in `4711-882934-1f0c9a3e`: a number alone comes round again."""
    return _name_of(os.getpid())


def has_ended(process: str) -> bool:
    """Certainly not running any more. False where this cannot be told: then silence must be waited out."""
    pid, _, rest = process.partition("-")
    start, _, machine = rest.partition("-")
    if not machine or not pid.isdigit() or machine != _machine():
        return False
    return _start_of(int(pid)) != start


@cache
def _name_of(pid: int) -> str:
    return f"{pid}-{_start_of(pid) or ''}-{_machine()}"


@cache
def _machine() -> str:
    """This run of this kernel and this numbering of processes: a container has its own. Empty if unknown."""
    try:
        where = f"{_BOOT.read_text()} {_NAMESPACE.readlink()}"
    except OSError:
        return ""
    return sha256(where.encode()).hexdigest()[:8]


def _start_of(pid: int) -> str | None:
    """In clock ticks since the machine started; None where there is no such process, or it is a zombie."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if words[0] in "ZX" else words[19]
