"""A worker that waits for its broker over a night has no more threads and sockets in the morning."""

import gc
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from demo.ports import free_port
from plumbing.bus import BusDown
from plumbing.bus.access import NOBODY, brokers_of
from plumbing.bus.kafka_client import Administration, Reader, Writer
from plumbing.bus.kafka_words import Timing

KINDS = {
    "writer": Writer,
    "reader": partial(Reader, group="g", topics=["t"], timing=Timing()),
    "administration": Administration,
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_client_that_finds_no_broker_leaves_neither_thread_nor_socket_behind(kind: str) -> None:
    make: Callable[..., Any] = KINDS[kind]
    nowhere = brokers_of(f"kafka://127.0.0.1:{free_port()}", NOBODY)
    before = threads() | open_files()
    with pytest.raises(BusDown):
        make(nowhere)
    assert (threads() | open_files()) - before == set()


def threads() -> set[str]:
    return {f"{thread.name} {thread.ident}" for thread in threading.enumerate()}


def open_files() -> set[str]:
    """By what they are: sockets and the like bear a number of their own for as long as the machine runs."""
    gc.collect()
    found = set()
    for entry in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # the one that lists them
            found.add(str(entry.readlink()))
    return found
