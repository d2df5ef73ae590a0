"""Reckons due dates a second way: numpy's business days, with the bank holidays typed in."""

from datetime import date

import numpy

# Bank holidays on weekdays as printed by the governments, typed in.
_BOTH = (
    *("2013-04-01", "2013-05-06", "2013-05-27", "2014-04-18", "2014-04-21", "2014-05-05", "2014-05-26"),
    *("2014-08-25", "2018-05-07", "2018-05-28", "2018-08-27"),
    *("2023-01-02", "2023-04-07", "2023-04-10", "2023-05-01", "2023-05-08", "2023-05-29", "2023-08-28"),
    *("2023-12-25", "2023-12-26", "2024-01-01", "2024-03-29", "2024-04-01", "2024-05-06", "2024-05-27"),
    *("2024-08-26", "2024-12-25", "2024-12-26", "2025-01-01", "2025-04-18", "2025-04-21", "2025-05-05"),
    *("2025-05-26", "2025-08-25", "2025-12-25", "2025-12-26", "2026-01-01", "2026-04-03", "2026-04-06"),
    *("2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25", "2026-12-28", "2027-01-01", "2027-03-26"),
    *("2027-03-29", "2027-05-03", "2027-05-31", "2027-08-30", "2027-12-27", "2027-12-28", "2028-01-03"),
    *("2028-04-14", "2028-04-17", "2028-05-01", "2028-05-29", "2028-08-28", "2028-12-25", "2028-12-26"),
)
PRINTED = {
    "England": _BOTH,
    "Guernsey": (*_BOTH, *(f"{year}-05-09" for year in (2013, 2023, 2024, 2025, 2028))),  # Liberation Day
}
TYPED_IN = (
    (date(2013, 4, 1), date(2013, 6, 30)),
    (date(2014, 3, 31), date(2014, 10, 31)),
    (date(2018, 4, 30), date(2018, 10, 31)),
    (date(2023, 1, 1), date(2028, 12, 31)),
)


def second_reckoning(start: date, number: int, unit: str, closed: tuple[str, ...]) -> date:
    """`unit`: B for working days, D for days, W for weeks, M for months (clamped to the month's end)."""
    if unit == "B":
        end = numpy.busday_offset(start, number, roll="backward", holidays=list(closed))
    elif unit in ("D", "W"):
        end = numpy.datetime64(start) + number * (7 if unit == "W" else 1)
    else:
        month = numpy.datetime64(start, "M") + number
        last = (month + 1).astype("datetime64[D]") - 1
        end = min(month.astype("datetime64[D]") + (start.day - 1), last)
    found: date = end.astype(date)
    return found


def stepped_over(start: date, due: date, closed: tuple[str, ...]) -> list[date]:
    """The bank holidays that the working days from `start` to `due` leave out."""
    return sorted(day for day in map(date.fromisoformat, closed) if start < day <= due)


def reminder(due: date, working_days: int, closed: tuple[str, ...]) -> date:
    """So many working days before a day that need not be one."""
    day = numpy.busday_offset(due, -working_days, roll="forward", holidays=list(closed))
    found: date = day.astype(date)
    return found
