"""The working days of a council, from the `holidays` library and the council's own closures."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

import holidays

from services.planning.domain.working_days import WorkingDays
from services.planning.procedures.council import Council

_PLACES: dict[str, tuple[str, str | None]] = {"England": ("GB", "ENG"), "Guernsey": ("GG", None)}
FIRST, LAST = date(2000, 1, 1), date(2045, 12, 31)


def working_days_of(council: Council) -> WorkingDays:
    """Asks beyond LAST raise CalendarRunsOut instead of taking Christmas for a working day."""
    return WorkingDays(bank_holidays(council.calendar), council.local.closures, FIRST, LAST)


@cache
def bank_holidays(calendar: str) -> Mapping[date, str]:
    """Each bank holiday from FIRST to LAST by its name."""
    country, part = _PLACES[calendar]
    years = range(FIRST.year, LAST.year + 1)
    return MappingProxyType(dict(holidays.country_holidays(country, subdiv=part, years=years)))
