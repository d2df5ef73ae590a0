"""What an engine needs of the machine: an account without rights, a free port, which processes still run."""

import os
import pwd
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

_ACCOUNT = "child-in-need-postgres"


def account() -> str | None:
    """Whom to run as: ourselves (None), or where we are root, which it refuses, somebody without rights."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(_ACCOUNT)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", _ACCOUNT]
        subprocess.run(command, check=True, capture_output=True)
    return _ACCOUNT


def run_as(name: str | None) -> dict[str, Any]:
    """What makes a subprocess run as this account."""
    if name is None:
        return {}
    return {"user": name, "group": pwd.getpwnam(name).pw_gid, "extra_groups": [], "cwd": "/"}


def children_of(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, IndexError):
            if int(entry.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(entry.parent.name))
    return found


def lives(process: int) -> bool:
    """A dead one that nobody has waited for yet counts as dead."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
