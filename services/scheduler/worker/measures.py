"""The scheduler's own figures on `/metrics`: alarms that are late, invitations that failed."""

from prometheus_client import Gauge

from services.scheduler.adapters.figures import failed_invitations, late_alarms
from services.scheduler.commands.desk import Desk

_ME = "scheduler"
ALARMS_LATE = Gauge("alarms_late", "Alarms whose day has come and that have not called", ["service"])
ALARMS_LATE_DAYS = Gauge(
    "alarms_late_days", "Days since the first late alarm should have called", ["service"]
)
INVITATIONS_FAILED = Gauge(
    "invitations_failed", "Invitations to coming meetings that did not arrive", ["service"]
)


def measure(desk: Desk) -> None:
    with desk.database.read() as session:
        late = late_alarms(session, desk.today)
        failed = failed_invitations(session, desk.today)
    ALARMS_LATE.labels(_ME).set(late.alarms)
    ALARMS_LATE_DAYS.labels(_ME).set(late.days)
    INVITATIONS_FAILED.labels(_ME).set(failed)
