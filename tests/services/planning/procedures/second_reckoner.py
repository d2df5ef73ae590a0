"""Reckons due dates a second time, by numpy and by holidays typed in, without the product's own code."""

from collections.abc import Sequence
from datetime import date

import numpy

WORKING_DAYS, DAYS, MONTHS = "B", "D", "M"


def second_reckoning(start: date, number: int, unit: str, holidays: Sequence[str]) -> date:
    """Where so many working days, days or months after `start` end; a month ends with its last day."""
    if unit == WORKING_DAYS:
        end = numpy.busday_offset(start, number, roll="backward", holidays=list(holidays))
    elif unit == DAYS:
        end = numpy.datetime64(start) + number
    else:
        month = numpy.datetime64(start, "M") + number
        last = (month + 1).astype("datetime64[D]") - 1
        end = min(month.astype("datetime64[D]") + (start.day - 1), last)
    found: date = end.astype(date)
    return found


def stepped_over(start: date, due: date, holidays: Sequence[str]) -> list[date]:
    return [day for day in map(date.fromisoformat, holidays) if start < day <= due]


def reminder(due: date, working_days: int, holidays: Sequence[str]) -> date:
    """So many working days before a day that need not be one."""
    found: date = numpy.busday_offset(due, -working_days, roll="forward", holidays=list(holidays)).astype(
        date
    )
    return found
