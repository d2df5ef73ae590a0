"""Wake-ups: who makes work rings, who waits need not poll fast. Never more than a hint.

Within one process by themselves; between processes on PostgreSQL, told at the commit and heard by Bells.
"""

import time
from collections import defaultdict
from threading import Condition, Event, Lock
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.orm import Session

_SLICE = 0.5
"""Seconds after which a waiting role looks at its stop, should nobody ring."""
_KEY = "hints after commit"
CHANNEL = "hint"


class _Bell:
    def __init__(self) -> None:
        self.condition = Condition()
        self.rung = 0


_bells: defaultdict[str, _Bell] = defaultdict(_Bell)
_lock = Lock()


def _bell(name: str) -> _Bell:
    with _lock:
        return _bells[name]


def hint(name: str) -> None:
    """Wake whoever waits under this name, in this process."""
    bell = _bell(name)
    with bell.condition:
        bell.rung += 1
        bell.condition.notify_all()


def hint_all() -> None:
    """Wake everybody: the process stops, or the civil date was steered."""
    with _lock:
        names = list(_bells)
    for name in names:
        hint(name)


def hint_after_commit(session: Session, name: str) -> None:
    """Ring once this session's transaction is committed."""
    session.info.setdefault(_KEY, set()).add(name)


class Listener:
    """Remembers what it has heard, so that a ring between two waits is not lost."""

    def __init__(self, name: str) -> None:
        self._bell = _bell(name)
        self._heard = self._bell.rung

    def wait(self, timeout: float, stop: Event | None = None) -> bool:
        """Whether it rang within `timeout` seconds; returns early, False, when `stop` is set."""
        deadline = time.monotonic() + timeout
        with self._bell.condition:
            while self._bell.rung == self._heard:
                left = deadline - time.monotonic()
                if left <= 0 or (stop is not None and stop.is_set()):
                    return False
                self._bell.condition.wait(min(left, _SLICE))
            self._heard = self._bell.rung
            return True


@event.listens_for(Session, "before_commit")
def _tell_other_processes(session: Any) -> None:
    names = session.info.get(_KEY)
    if names and not session.in_nested_transaction() and session.get_bind().dialect.name == "postgresql":
        told = text(f"SELECT pg_notify('{CHANNEL}', name) FROM unnest(CAST(:names AS text[])) AS name")
        session.execute(told, {"names": sorted(names)})


@event.listens_for(Session, "after_commit")
def _ring(session: Any) -> None:
    if session.in_nested_transaction():  # a savepoint's release: nobody else sees it yet
        return
    for name in session.info.pop(_KEY, ()):
        hint(name)
