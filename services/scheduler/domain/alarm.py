"""An alarm stands behind one duty: it calls once when the duty is due soon, and once when it is overdue."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum


class AlarmState(StrEnum):
    """What has been called for the due date that now holds."""

    SET = "set"
    SOON_SAID = "soon said"
    OVERDUE_SAID = "overdue said"
    STOPPED = "stopped"


class Call(StrEnum):
    SOON = "due soon"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class DutyDates:
    """What a message about a duty says, as far as an alarm needs it. `due` is None where no clock runs."""

    duty: str
    version: int
    child: str
    name: str
    clause: str
    due: date | None
    soon: date | None


@dataclass(frozen=True)
class Alarm:
    """`set_on`: the civil date since which these dates hold; before it nothing could have been called."""

    dates: DutyDates
    state: AlarmState
    set_on: date

    @property
    def next_on(self) -> date | None:
        """The day of the next call, or None where there is none to come."""
        due, soon = self.dates.due, self.dates.soon
        if due is None or self.state in (AlarmState.STOPPED, AlarmState.OVERDUE_SAID):
            return None
        if self.state is AlarmState.SET and soon is not None and soon <= due:
            return max(soon, self.set_on)
        return max(overdue_from(due), self.set_on)

    def opened(self, dates: DutyDates, on: date) -> "Alarm":
        """A duty opened again (a correction undone) rings again, except for what was called for that date."""
        if dates.version <= self.dates.version:
            return self
        if self.state is AlarmState.STOPPED:
            return Alarm(dates, AlarmState.SET, on)
        return self.moved(dates, on)

    def moved(self, dates: DutyDates, on: date) -> "Alarm":
        """A new date calls anew; a duty that was met or dropped stays silent."""
        if dates.version <= self.dates.version:
            return self
        same = (dates.due, dates.soon) == (self.dates.due, self.dates.soon)
        if same or self.state is AlarmState.STOPPED:
            return replace(self, dates=dates)
        return Alarm(dates, AlarmState.SET, on)

    def stopped(self, dates: DutyDates) -> "Alarm":
        if dates.version <= self.dates.version:
            return self
        return replace(self, dates=dates, state=AlarmState.STOPPED)

    def call(self, today: date) -> tuple["Alarm", Call | None, bool]:
        """The alarm afterwards, what to call today if anything, and whether its day has been missed.

        A duty that became overdue while the machine was off is called overdue only: "due soon" would no
        longer be true.
        """
        day, due = self.next_on, self.dates.due
        if day is None or due is None or today < day:
            return self, None, False
        if today >= overdue_from(due):
            day = max(overdue_from(due), self.set_on)
            return replace(self, state=AlarmState.OVERDUE_SAID), Call.OVERDUE, today > day
        return replace(self, state=AlarmState.SOON_SAID), Call.SOON, today > day


def overdue_from(due: date) -> date:
    """A duty is overdue from 00:00 local time on the day after it is due."""
    return due + timedelta(days=1)


def first_heard(dates: DutyDates, on: date, *, stopped: bool = False) -> Alarm:
    """The alarm for a duty not heard of before; one that is over at once is kept, so that it stays over."""
    return Alarm(dates, AlarmState.STOPPED if stopped else AlarmState.SET, on)
