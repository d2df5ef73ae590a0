"""The peer for alarms: APScheduler with its SQLAlchemy job store, one job for each open deadline."""

import pickle
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

from apscheduler.events import EVENT_JOB_REMOVED, JobExecutionEvent
from apscheduler.executors.debug import DebugExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.util import datetime_to_utc_timestamp
from sqlalchemy import insert, text

from bench.peers.answering import answer_requests, timed

_FAR = datetime(2040, 1, 1, tzinfo=UTC)
_PAGE = 5000


def call(duty: str) -> None:
    """What a job does: nothing. No message is put anywhere, which is in the peer's favour."""


class Stored:
    """One scheduler on one store; its jobs run in its own thread, one after another."""

    def __init__(self) -> None:
        self._number = 0
        self._left = 0
        self._done = Event()

    def open(self, request: dict[str, Any]) -> dict[str, Any]:
        """Paused, with so many jobs far ahead. They are written as rows: adding each would take minutes."""
        self._store = SQLAlchemyJobStore(url=request["url"])
        self._scheduler = BackgroundScheduler(
            jobstores={"default": self._store}, executors={"default": DebugExecutor()}, timezone=UTC
        )
        self._scheduler.add_listener(self._gone, EVENT_JOB_REMOVED)
        self._scheduler.start(paused=True)
        model = self._add(_FAR)
        for start in range(1, request["jobs"], _PAGE):
            self._copy(model, range(start, min(start + _PAGE, request["jobs"])))
        with self._store.engine.begin() as connection:
            connection.execute(text("ANALYZE"))
        return {"jobs": request["jobs"]}

    def add(self, request: dict[str, Any]) -> dict[str, Any]:
        """So many that are due now."""
        self._left = request["due"]
        now = datetime.now(UTC)
        return timed(lambda: [self._add(now) for _ in range(request["due"])])

    def fire(self, _: dict[str, Any]) -> dict[str, Any]:
        """Lets it run until all that are due have been called and are gone from the store."""
        self._done.clear()

        def run() -> None:
            self._scheduler.resume()
            if not self._done.wait(300):
                raise RuntimeError(f"{self._left} jobs were not called")

        found = timed(run)
        self._scheduler.pause()
        return found

    def look(self, request: dict[str, Any]) -> dict[str, Any]:
        """What a wake-up with nothing due asks its store."""
        now = datetime.now(UTC) - timedelta(days=1)

        def wake() -> None:
            assert not self._store.get_due_jobs(now)
            self._store.get_next_run_time()

        def wake_often() -> None:
            for _ in range(request["looks"]):
                wake()

        return timed(wake_often)

    def _add(self, at: datetime) -> Any:
        self._number += 1
        name = f"{self._number:036d}"
        return self._scheduler.add_job(
            call, "date", run_date=at, args=[name], id=name, misfire_grace_time=None
        )

    def _copy(self, model: Any, numbers: range) -> None:
        rows = []
        for number in numbers:
            state = {**model.__getstate__(), "id": f"far-{number:032d}"}
            rows.append(
                {
                    "id": state["id"],
                    "next_run_time": datetime_to_utc_timestamp(_FAR),
                    "job_state": pickle.dumps(state, pickle.HIGHEST_PROTOCOL),
                }
            )
        with self._store.engine.begin() as connection:
            connection.execute(insert(self._store.jobs_t), rows)

    def _gone(self, _: JobExecutionEvent) -> None:
        self._left -= 1
        if self._left == 0:
            self._done.set()


if __name__ == "__main__":
    stored = Stored()
    answer_requests({"open": stored.open, "add": stored.add, "fire": stored.fire, "look": stored.look})
