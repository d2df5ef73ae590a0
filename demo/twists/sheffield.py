"""Sheffield: a meeting inside the assessment, a closing that does not come, and a complex package."""

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


STORY = Story(
    "sheffield",
    "Sheffield 1",
    days=240,
    twists_of_meetings={2: "moved"},
    twists=(_closing_by_day_ten, _complex_package),
    of_duty={
        "meeting chaired by a manager": {"chair": MARTIN, "specific": "yes"},
        "review of a complex package": {"chair": MARTIN, "specific": "yes"},
    },
)
