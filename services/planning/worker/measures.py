"""Planning's own figures on `/metrics`: copies not sent with the days left for them, and holds."""

from math import inf

from prometheus_client import Gauge

from services.planning.adapters.figures import copies_not_sent, holds
from services.planning.commands.desk import Desk

_ME = "planning"
DAYS_LEFT = ("overdue", "0", "1", "2", "3 to 5", "6 and more")
COPIES_NOT_SENT = Gauge(
    "copies_not_sent", "Open copies by days left until they are due", ["service", "days_left"]
)
COPIES_LEAST_DAYS = Gauge(
    "copies_not_sent_least_days_left",
    "Days left for the most urgent open copy, +Inf without one",
    ["service"],
)
HOLDS_OPEN = Gauge("holds_open", "Holds that nobody has lifted", ["service"])
HOLDS_UNCONFIRMED = Gauge("holds_unconfirmed", "Holds that notifications has not confirmed", ["service"])


def measure(desk: Desk) -> None:
    with desk.database.read() as session:
        open_copies = copies_not_sent(session)
        held = holds(session)
    left = {(due - desk.today).days: count for due, count in open_copies.items()}
    counts = dict.fromkeys(DAYS_LEFT, 0)
    for days, count in left.items():
        counts[_bucket(days)] += count
    for bucket, count in counts.items():
        COPIES_NOT_SENT.labels(_ME, bucket).set(count)
    COPIES_LEAST_DAYS.labels(_ME).set(min(left, default=inf))
    HOLDS_OPEN.labels(_ME).set(held.open)
    HOLDS_UNCONFIRMED.labels(_ME).set(held.unconfirmed)


def _bucket(days: int) -> str:
    if days < 0:
        return "overdue"
    if days <= 2:
        return str(days)
    return "3 to 5" if days <= 5 else "6 and more"
