"""Closures of a council on days that are no working days anyway: said to whoever wrote them, and no fault."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from services.planning.domain.wording import spoken
from services.planning.domain.working_days import WorkingDays
from services.planning.procedures.calendars import bank_holidays
from services.planning.procedures.reader import read_toml


def idle_closures(path: Path, calendar: str) -> Iterator[str]:
    """A line for each. `path`: a council's own file that has no fault; `calendar`: whose bank holidays."""
    content, lines = read_toml(path)
    days = WorkingDays(bank_holidays(calendar))
    closures: list[dict[str, date]] = content.get("closure", [])  # type: ignore[assignment]  # no fault
    for index, closure in enumerate(closures):
        day = closure["on"]
        if why := days.why_closed(day):
            line = lines.key("closure", index, "on")
            yield f"note: {path}:{line}: {spoken(day)} is {why} anyway: this closure changes nothing."
