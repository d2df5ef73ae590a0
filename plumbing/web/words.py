"""Dates and times as people write them."""

from datetime import date, time


def civil_date_words(day: date | str | None, *, weekday: bool = False) -> str:
    """ "6 November 2026", or "Friday 6 November 2026"; ISO text will do, nothing stays nothing."""
    if not day:
        return ""
    if isinstance(day, str):
        day = date.fromisoformat(day[:10])
    return f"{day:%A }" * weekday + f"{day.day} {day:%B %Y}"


def civil_time_words(clock: time) -> str:
    """ "2:30pm", "midday"."""
    if (clock.hour, clock.minute) in ((0, 0), (12, 0)):
        return "midday" if clock.hour else "midnight"
    hour = clock.hour % 12 or 12
    minutes = f":{clock.minute:02}" if clock.minute else ""
    return f"{hour}{minutes}{'am' if clock.hour < 12 else 'pm'}"
