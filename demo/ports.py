"""Ports that nobody uses, and that no connection is given by chance before they are opened."""

import random
import socket
from contextlib import ExitStack

_BELOW_THE_MACHINES_OWN = range(15_000, 32_000)
"""Linux hands out 32768 and above to whoever asks for any port: a server that opens later would meet one."""


def free_ports(count: int) -> list[int]:
    """Each another one; whoever asked should open them soon."""
    with ExitStack() as stack:
        found: list[int] = []
        for port in random.sample(_BELOW_THE_MACHINES_OWN, len(_BELOW_THE_MACHINES_OWN)):
            if len(found) == count:
                break
            try:
                stack.enter_context(socket.create_server(("127.0.0.1", port)))
            except OSError:
                continue
            found.append(port)
        return found


def free_port() -> int:
    return free_ports(1)[0]
