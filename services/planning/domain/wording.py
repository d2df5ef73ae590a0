"""Dates and lists as people say them, the same on every page and in every explanation."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

# strftime would follow the machine's locale; a letter must not.
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class DateNotUnderstood(ValueError):
    """A date in words that cannot be meant; says which part is wrong."""


def spoken(day: date) -> str:
    """Friday 18 December 2026."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def heard(words: str) -> date:
    """The date of "Friday 18 December 2026"; the weekday has to be right, as it catches a slip."""
    parts = words.split()
    if len(parts) != 4 or parts[2] not in MONTHS or not (parts[1] + parts[3]).isdigit():
        raise DateNotUnderstood(f"{words!r} is not a date: write it like Friday 18 December 2026")
    try:
        day = date(int(parts[3]), MONTHS.index(parts[2]) + 1, int(parts[1]))
    except ValueError:
        raise DateNotUnderstood(f"{words!r}: there is no such day") from None
    if parts[0] != WEEKDAYS[day.weekday()]:
        raise DateNotUnderstood(f"{words!r}: that day is a {WEEKDAYS[day.weekday()]}")
    return day


def listed(days: Iterable[date]) -> str:
    """25 and 28 December and 1 January."""
    months = groupby(sorted(days), key=lambda day: (day.year, day.month))
    return joined([f"{joined([str(day.day) for day in group])} {MONTHS[m - 1]}" for (_, m), group in months])


def with_article(words: str) -> str:
    """A social worker, an assessment; told by the first letter, as our words can be."""
    return f"{'an' if words[:1].lower() in tuple('aeiou') else 'a'} {words}"


def joined(words: Sequence[str], last: str = "and") -> str:
    """a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
