"""Runs roles in threads: starts again what crashed, stops all in good order, and answers for them."""

import signal
import time
from collections.abc import Sequence
from threading import Event, Thread

from plumbing.hints import hint_all
from plumbing.logs import log
from plumbing.metrics import LAST_LOOP, LAST_READY, RESTARTS
from plumbing.patience import Patience
from plumbing.roles import Role

STUCK = 120.0
"""Seconds without coming round after which a role counts as dead (liveness)."""
STOPPING = 25.0
"""Seconds that all have to finish what is in their hands; longer where a role says that one thing may take
longer: `may_take`, in seconds."""


class Supervisor:
    """`start()` once, `stop()` once."""

    def __init__(self, roles: Sequence[Role]) -> None:
        self.roles = tuple(roles)
        self._stop = Event()
        self._threads: dict[str, Thread] = {}
        self._crashed: dict[str, str] = {}
        self._last_ready = time.monotonic()
        self._last_waiting: Role | None = None
        """Asked first: it is the likeliest to wait still, and each question costs a look at a database."""

    def start(self) -> None:
        for role in self.roles:
            thread = Thread(target=self._keep_running, args=(role,), name=role.name, daemon=True)
            self._threads[role.name] = thread
            thread.start()

    def stop(self, timeout: float | None = None) -> list[str]:
        """Ask all to stop and wait; the names of those that have not, after `timeout` seconds."""
        self._stop.set()
        hint_all()
        longest = max([STOPPING, *(getattr(role, "may_take", 0.0) for role in self.roles)])
        deadline = time.monotonic() + (longest if timeout is None else timeout)
        for thread in self._threads.values():
            thread.join(max(0.0, deadline - time.monotonic()))
        late = [name for name, thread in self._threads.items() if thread.is_alive()]
        for name in late:
            log.error("role did not stop in time", role=name)
        return late

    def missing(self) -> list[str]:
        """What keeps us from being ready, one line each."""
        lines = [f"{name}: crashed ({kind}) and starts again" for name, kind in self._crashed.items()]
        lines += [line for role in self.roles if (line := role.ready())]
        if not lines:
            self._last_ready = time.monotonic()
        return lines

    def waiting(self) -> list[str]:
        """What is first to be done at this civil date; empty only if no work was done while we asked."""
        before = self.work_done()
        for role in sorted(self.roles, key=lambda role: role is not self._last_waiting):
            if line := role.quiet():
                self._last_waiting = role
                return [line]
        if self.work_done() != before:
            return ["work was done while we asked: ask again"]
        return []

    def work_done(self) -> int:
        """Grows with everything that any role does."""
        return sum(getattr(role, "done", 0) for role in self.roles)

    def stuck(self) -> list[str]:
        """Roles that have not come round for too long, or whose thread is gone."""
        self.measure()
        now = time.monotonic()
        dead = [name for name, thread in self._threads.items() if not thread.is_alive()]
        late = [role.name for role in self.roles if now - getattr(role, "last_loop", now) > STUCK]
        return dead + late

    def measure(self) -> None:
        """Asks nobody: a look at a database that hangs would keep the very figures that tell of it."""
        LAST_READY.set(time.monotonic() - self._last_ready)
        for role in self.roles:
            last = getattr(role, "last_loop", None)
            if last is not None:
                LAST_LOOP.labels(role.name).set(time.monotonic() - last)

    def _keep_running(self, role: Role) -> None:
        patience = Patience(first=0.5, longest=30.0)
        while not self._stop.is_set():
            started = time.monotonic()
            try:
                role.run(self._stop)
                return
            except Exception as error:  # a role that crashes is started again; the others never notice
                self._crashed[role.name] = type(error).__name__
                RESTARTS.labels(role.name).inc()
                log.error("role crashed", role=role.name, exc_info=error)
            if time.monotonic() - started > 60:
                patience.reset()
            self._stop.wait(patience.next())
            self._crashed.pop(role.name, None)


def run_until_told(supervisor: Supervisor, timeout: float | None = None) -> int:
    """For a main program: until SIGTERM or Ctrl-C; the exit code. Call it in the main thread."""
    told = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    supervisor.start()
    while not told.wait(1.0):  # a bounded wait lets the interpreter run its signal handlers
        pass
    log.info("stopping")
    return 1 if supervisor.stop(timeout) else 0
