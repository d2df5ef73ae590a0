"""Ports that nobody uses, that no connection is given by chance, and that no other run is given meanwhile."""

import fcntl
import random
import socket
from functools import cache
from threading import Lock
from typing import IO

from demo.kept import kept

_BELOW_THE_MACHINES_OWN = range(15_000, 32_000)
"""Linux hands out 32768 and above to whoever asks for any port: a server that opens later would meet one."""

_given: set[int] = set()
"""By this process: its own locks do not stop it."""
_one_at_a_time = Lock()


def free_ports(count: int) -> list[int]:
    """Each another one, which nobody who asks here is given while this process lives.

    Between the asking and the opening lie seconds, in which another run may ask; it then met this one, at
    a port that it believed its own. So each port is a byte of one file, locked until the process ends.
    Raises OSError where fewer are left.
    """
    found: list[int] = []
    for port in random.sample(_BELOW_THE_MACHINES_OWN, len(_BELOW_THE_MACHINES_OWN)):
        if _taken(port) and _can_be_opened(port):
            found.append(port)
        if len(found) == count:
            return found
    raise OSError(f"only {len(found)} of {count} ports are free between 15000 and 31999")


def free_port() -> int:
    return free_ports(1)[0]


def _taken(port: int) -> bool:
    """For whoever asked; False where somebody has it."""
    with _one_at_a_time:
        if port in _given:
            return False
        try:
            fcntl.lockf(_register(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, port)
        except OSError:
            return False
        _given.add(port)
    return True


@cache
def _register() -> IO[bytes]:
    """Never closed: closing any copy would give up every lock of the process."""
    return (kept() / "ports").open("ab")


def _can_be_opened(port: int) -> bool:
    try:
        with socket.create_server(("127.0.0.1", port)):
            return True
    except OSError:
        return False
