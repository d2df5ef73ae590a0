"""Oxfordshire: a disabled child's longer intervals, an early review, a third one with three answers."""

from typing import TYPE_CHECKING

from demo.stories import Story

if TYPE_CHECKING:
    from demo.year import Year


def _longer_intervals(year: "Year") -> None:
    """OX22: the team manager lets Sami's reviews be half a year apart."""

    def decide() -> None:
        sami = year.child("sami")
        year.deeds.circumstance(sami, "disabled child", "Oxfordshire 3.1 to 3.3")
        year.deeds.override(sami, "review", 6, "months", "team manager", "Oxfordshire 3.1 to 3.3")

    year.in_days(80, decide)


def _significant_change(year: "Year") -> None:
    """OX20: the family moves, and a review is held early."""

    def happen() -> None:
        year.deeds.event(
            year.child("noor"), "significant change", "Oxfordshire part 2, below 2.3", year.amina
        )

    year.in_days(220, happen)


STORY = Story(
    "oxfordshire",
    "Oxfordshire 1.2",
    days=500,
    twists_of_meetings={2: "moved"},
    twists=(_longer_intervals, _significant_change),
    of_duty={"review after a change": {"early": "yes"}},
)
