"""Sheffield: a meeting inside the assessment, a closing that does not come, and a complex package."""

from datetime import timedelta
from typing import TYPE_CHECKING

from demo.cast import MARTIN
from demo.stories import Story

if TYPE_CHECKING:
    from demo.year import Year


def _closing_by_day_ten(year: "Year") -> None:
    """SH1: it is said that Noor will be closed by day ten; she is not."""
    clause = "Sheffield amendments of May 2018"
    year.deeds.event(year.child("noor"), "closing by day 10", clause, year.amina)


def _complex_package(year: "Year") -> None:
    """SH20: Sami's package is complex, and goes on beyond half a year."""

    def grow() -> None:
        year.deeds.circumstance(year.child("sami"), "complex package", "Sheffield 3")

    year.in_days(60, grow)


def _closed_before_a_plan(year: "Year") -> None:
    """SH1: the baby is closed within the ten days, and comes back with the others' meeting."""
    clause = "Sheffield amendments of May 2018"
    baby = year.child("baby")
    year.in_days(3, lambda: year.deeds.event(baby, "closed without a plan", clause, year.amina))


def _a_meeting_between(year: "Year") -> None:
    """SH16: held early, it is one of the series."""
    clause = "Sheffield 3 and amendments of May 2018"
    year.in_days(
        75, lambda: year.gatherings.plan("progress meeting", year.today + timedelta(days=15), clause)
    )


def _plans_end_apart(year: "Year") -> None:
    """SH20's exception is noted for the baby; SH22, SH24: Sami steps down, Noor comes under protection."""

    def note() -> None:
        kind = "long-term or disability package"
        year.deeds.circumstance(year.child("baby"), kind, "Sheffield 3")

    def end() -> None:
        year.deeds.end_plan(year.child("sami"), "stepped down", "Sheffield 3")
        year.deeds.leave(year.child("noor"), "CP plan began", "Sheffield Scope")

    year.in_days(100, note)
    year.in_days(230, end)


STORY = Story(
    "sheffield",
    "Sheffield 1",
    days=240,
    twists_of_meetings={2: "moved"},
    twists=(
        _closing_by_day_ten,
        _complex_package,
        _closed_before_a_plan,
        _a_meeting_between,
        _plans_end_apart,
    ),
    of_duty={
        "meeting chaired by a manager": {"chair": MARTIN, "specific": "yes"},
        "review of a complex package": {"chair": MARTIN, "specific": "yes"},
    },
)
