"""A worker that waits for its broker over a night has no more threads and sockets in the morning."""

import gc
import os
import threading
from collections.abc import Callable
from functools import partial
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
    before = threads(), open_files()
    with pytest.raises(BusDown):
        make(brokers_of(f"kafka://127.0.0.1:{free_port()}", NOBODY))
    assert (threads(), open_files()) == before


def threads() -> list[str]:
    return sorted(thread.name for thread in threading.enumerate())


def open_files() -> int:
    gc.collect()
    return len(os.listdir("/proc/self/fd"))
