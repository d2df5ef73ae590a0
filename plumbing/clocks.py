"""Two clocks: the civil clock says what day it is and may be steered; the machine clock never is."""

from datetime import UTC, date, datetime, time
from threading import Lock
from zoneinfo import ZoneInfo


class MachineClock:
    """Leases, tokens, sessions and back-off live by this one. Nobody steers it."""

    def now(self) -> datetime:
        """The instant, in UTC."""
        return datetime.now(UTC)


class CivilClock:
    """What day it is for duties, alarms, letters and events, in the council's time zone."""

    def __init__(self, zone: ZoneInfo, machine: MachineClock | None = None) -> None:
        self.zone = zone
        self._machine = machine or MachineClock()
        self._steered: date | None = None
        self._lock = Lock()

    def today(self) -> date:
        return self.now().date()

    def now(self) -> datetime:
        """The civil date with the machine's time of day, aware, in the council's zone."""
        machine = self._machine.now().astimezone(self.zone)
        with self._lock:
            steered = self._steered
        if steered is None:
            return machine
        return datetime.combine(steered, machine.time(), self.zone)

    def steer(self, day: date | None) -> None:
        """Set the civil date (for a journey, a demo, a test); None lets it go again."""
        with self._lock:
            self._steered = day

    @property
    def steered(self) -> bool:
        with self._lock:
            return self._steered is not None


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """00:00 local time of a civil date, as an instant in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
