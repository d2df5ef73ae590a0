"""When a meeting is, in the council's zone, and how a person would say it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class MeetingTime:
    """Both ends aware, in one zone; refuses what a calendar could read in two ways or in none."""

    starts: datetime
    ends: datetime

    @property
    def last_day(self) -> date:
        return self.ends.date()

    @property
    def hours(self) -> str:
        """10am to 11:30am."""
        return f"{clock_words(self.starts)} to {clock_words(self.ends)}"

    @property
    def day(self) -> str:
        """Wednesday 9 December 2026."""
        return day_words(self.starts.date())


def meeting_time(starts: str, ends: str, zone: ZoneInfo) -> MeetingTime:
    """From ISO text: with an offset it is that instant, without one it is the council's local time.

    Raises ValueError for a local time that does not exist or comes twice, and for an end before its start.
    """
    time = MeetingTime(_local(starts, zone), _local(ends, zone))
    if time.ends.astimezone(UTC) <= time.starts.astimezone(UTC):
        raise ValueError(f"a meeting cannot end at {ends} that starts at {starts}: give a later end")
    return time


def sound(local: datetime) -> datetime:
    """The same time, if the clocks of its zone show it exactly once that day."""
    wall = local.replace(fold=0)
    if wall.utcoffset() != local.replace(fold=1).utcoffset():
        back = wall.astimezone(UTC).astimezone(local.tzinfo)
        trouble = "comes twice" if back.replace(fold=0) == wall else "does not exist"
        raise ValueError(f"{local:%H:%M on %d %B %Y} {trouble}: the clocks change then; choose another time")
    return local


def clock_words(time: datetime) -> str:
    """As GOV.UK writes it: 10am, 1:30pm, midday."""
    if (time.hour, time.minute) in ((0, 0), (12, 0)):
        return "midday" if time.hour else "midnight"
    minutes = f":{time.minute:02}" if time.minute else ""
    return f"{(time.hour - 1) % 12 + 1}{minutes}{'am' if time.hour < 12 else 'pm'}"


def day_words(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def _local(text: str, zone: ZoneInfo) -> datetime:
    moment = datetime.fromisoformat(text)
    local = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
    return sound(local)
