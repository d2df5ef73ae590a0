"""Which days a council works: weekends, its country's bank holidays and its own closures are not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

SATURDAY = 5


class CalendarRunsOut(Exception):
    """A day so far off that nobody knows its bank holidays; a guess would look like a fact."""


@dataclass(frozen=True)
class WorkingDays:
    """Bank holidays and closures by date, each with its name, known from `first` to `last`."""

    bank_holidays: Mapping[date, str]
    closures: Mapping[date, str] = field(default_factory=dict)
    first: date = date.min
    last: date = date.max

    def is_working(self, day: date) -> bool:
        return self.why_closed(day) == ""

    def is_closed_weekday(self, day: date) -> bool:
        """A day somebody might have counted on: not a weekend, and closed all the same."""
        return day.weekday() < SATURDAY and not self.is_working(day)

    def why_closed(self, day: date) -> str:
        """ "a Saturday", "a bank holiday", "a local closure (stocktaking)", or "" for a working day."""
        if not self.first <= day <= self.last:
            raise CalendarRunsOut(
                f"Bank holidays are known from {self.first} to {self.last}, and {day} is outside: "
                "check the date, or bring the calendar up to date"
            )
        if day.weekday() >= SATURDAY:
            return "a Saturday" if day.weekday() == SATURDAY else "a Sunday"
        if day in self.bank_holidays:
            return "a bank holiday"
        if day in self.closures:
            return f"a local closure ({self.closures[day]})"
        return ""
