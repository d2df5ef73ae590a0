"""A role that serves one WSGI application with waitress."""

import socket
import time
from threading import Event
from typing import TYPE_CHECKING, Any

from waitress import create_server, wasyncore  # type: ignore[import-untyped]  # it ships no types

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_GRACE = 10.0
"""Seconds that requests in hand get to finish when told to stop."""


class ServeRole:
    """Binds at once, so that `port` is known (0 asks for a free one); serves in `run`."""

    def __init__(
        self, name: str, app: "WSGIApplication", port: int, threads: int = 8, host: str = "127.0.0.1"
    ) -> None:
        self.name = name
        self.last_loop = time.monotonic()
        self._app = app
        self._threads = threads
        self._socket = socket.create_server((host, port), backlog=256)
        self._serving = False

    @property
    def port(self) -> int:
        return int(self._socket.getsockname()[1])

    def run(self, stop: Event) -> None:
        channels: dict[int, Any] = {}
        server = create_server(
            self._app, map=channels, sockets=[self._socket.dup()], threads=self._threads, ident=None
        )
        self._serving = True
        try:
            while not stop.is_set():
                self.last_loop = time.monotonic()
                wasyncore.loop(timeout=0.25, use_poll=True, map=channels, count=1)
        finally:
            self._serving = False
            if stop.is_set():
                self._socket.close()
            _finish(server, channels)

    def ready(self) -> str | None:
        return None if self._serving else f"{self.name}: does not serve yet"

    def quiet(self) -> str | None:
        return None


def _finish(server: Any, channels: dict[int, Any]) -> None:
    """Take no more, answer what is in hand, then close."""
    server.accepting = False
    deadline = time.monotonic() + _GRACE
    while time.monotonic() < deadline and any(_busy(channel) for channel in channels.values()):
        wasyncore.loop(timeout=0.05, use_poll=True, map=channels, count=1)
    server.task_dispatcher.shutdown(timeout=1)
    wasyncore.close_all(channels, ignore_all=True)


def _busy(channel: Any) -> bool:
    return bool(getattr(channel, "requests", None) or getattr(channel, "total_outbufs_len", 0))
