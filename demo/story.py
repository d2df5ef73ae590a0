"""The lines that a journey prints: who did what on which day, to whom, under which clause."""

from dataclasses import dataclass
from datetime import date

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def spoken(day: date) -> str:
    return f"{_DAYS[day.weekday()]} {day.day} {day:%B %Y}"


@dataclass(frozen=True)
class Line:
    """One thing that happened."""

    day: date
    actor: str
    act: str
    to: tuple[str, ...]
    clause: str

    def __str__(self) -> str:
        recipients = f" | to {'; '.join(self.to)}" if self.to else ""
        return f"{spoken(self.day)} | {self.actor} | {self.act}{recipients} | {self.clause}"
