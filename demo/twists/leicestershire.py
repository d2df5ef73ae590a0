"""Leicestershire: an interim plan, another interval for one child, and a family that moves away."""

from typing import TYPE_CHECKING

from demo.cast import AMINA, MARTIN
from demo.stories import Story

if TYPE_CHECKING:
    from demo.year import Year


def _referral(year: "Year") -> None:
    """LE5: both clocks of the assessment run."""
    clause = "LLR on the assessment"
    for child in year.family.children.values():
        year.deeds.event(child, "referral", clause, year.amina)


def _another_interval(year: "Year") -> None:
    """LE17: longer than six weeks, which is shown as a departure."""

    def approve() -> None:
        clause = "LLR on Family Network meetings"
        year.deeds.override(year.child("noor"), "progress meeting", 8, "weeks", "team manager", clause)

    year.in_days(170, approve)


def _departure(year: "Year") -> None:
    """The family moves to Leicester: the plans end here."""

    def leave() -> None:
        for child in year.family.children.values():
            year.deeds.end_plan(child, "moved away", "LLR on ending plans")
        year.line(AMINA, "closes the children's time here: they live in Leicester now", "LLR on ending plans")

    year.in_days(358, leave)


STORY = Story(
    "leicestershire",
    "LLR on the assessment",
    days=365,
    chairs={"planning meeting": MARTIN},
    twists_of_meetings={3: "moved"},
    twists=(_referral, _another_interval, _departure),
)
