"""Notifications' own figures on `/metrics`: mail that waits, that is on hold, that failed."""

from prometheus_client import Gauge

from services.notifications.adapters.figures import failed_copies, waiting
from services.notifications.adapters.restores import is_restoring
from services.notifications.commands.desk import Desk

_ME = "notifications"
MAILS_WAITING = Gauge("mails_waiting", "Mails that are to leave and have not", ["service"])
MAILS_AGE = Gauge(
    "mails_waiting_oldest_age_seconds", "Time since the oldest of them was ordered", ["service"]
)
MAILS_HELD = Gauge("mails_held", "Mails that wait for a hold to be lifted", ["service"])
COPIES_FAILED = Gauge("copies_failed", "Copies that were refused, blocked or came back", ["service"])
MAIL_STOPPED = Gauge(
    "mail_stopped", "1 after a restore, until `cin restore finish`: nothing leaves", ["service"]
)


def measure(desk: Desk) -> None:
    with desk.database.read() as session:
        free, held = waiting(session, held=False), waiting(session, held=True)
        failed = failed_copies(session)
        stopped = is_restoring(session)
    MAILS_WAITING.labels(_ME).set(free.mails)
    MAILS_AGE.labels(_ME).set((desk.now - free.since).total_seconds() if free.since else 0.0)
    MAILS_HELD.labels(_ME).set(held.mails)
    COPIES_FAILED.labels(_ME).set(failed)
    MAIL_STOPPED.labels(_ME).set(stopped)
