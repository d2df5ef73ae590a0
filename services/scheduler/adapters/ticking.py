"""A clock that ticks in its own thread and rings bells; what is due stands in tables, never in here."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Event
from zoneinfo import ZoneInfo

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from plumbing.hints import hint

logging.getLogger("apscheduler").setLevel(logging.WARNING)  # else a line for every tick


@dataclass(frozen=True)
class Bell:
    """Rings the hint `name` every so many seconds, and at 00:00 local time, when duties become overdue."""

    name: str
    seconds: float


class Ticking:
    """A Role. A tick that was missed is made up once, however late: nobody counts ticks."""

    def __init__(self, name: str, zone: ZoneInfo, bells: Sequence[Bell]) -> None:
        self.name = name
        self._zone = zone
        self._bells = bells
        self._running = False

    def run(self, stop: Event) -> None:
        scheduler = self._scheduler()
        scheduler.start()
        self._running = True
        try:
            stop.wait()
        finally:
            self._running = False
            scheduler.shutdown(wait=True)

    def ready(self) -> str | None:
        return None if self._running else f"{self.name}: does not tick yet"

    def quiet(self) -> str | None:
        return None

    def _scheduler(self) -> BackgroundScheduler:
        scheduler = BackgroundScheduler(
            timezone=self._zone,
            jobstores={"default": MemoryJobStore()},
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )
        for bell in self._bells:
            scheduler.add_job(hint, "interval", seconds=bell.seconds, args=[bell.name])
            scheduler.add_job(hint, "cron", hour=0, minute=0, args=[bell.name])
        return scheduler
