"""Oxfordshire: a disabled child's longer intervals, an early review, a third one with three answers."""

from datetime import timedelta
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


def _lasting_needs(year: "Year") -> None:
    """OX15: the list of exceptions is open; a child may be on it for several reasons."""

    def note() -> None:
        clause = "Oxfordshire 2.2 and 2.3"
        for kind in ("disabled parent or carer", "child of asylum seekers", "other lasting need"):
            year.deeds.circumstance(year.child("baby"), kind, clause)

    year.in_days(100, note)


def _a_meeting_between(year: "Year") -> None:
    """The Core Group may meet more often than the reviews ask."""
    clause = "Oxfordshire 3.1 to 3.3"
    year.in_days(
        90, lambda: year.gatherings.plan("progress meeting", year.today + timedelta(days=15), clause)
    )


def _protection_after_the_third_review(year: "Year") -> None:
    """OX26, OX27: it finds that the baby must be protected, and that plan begins on the same day."""
    year.deeds.leave(year.child("baby"), "CP plan began", "Oxfordshire scope")


def _plans_end_apart(year: "Year") -> None:
    """Sami steps down; Noor comes into care."""

    def end() -> None:
        year.deeds.end_plan(year.child("sami"), "stepped down", "Oxfordshire 3.6")
        year.deeds.leave(year.child("noor"), "care began", "product default, not council policy")

    year.in_days(470, end)


STORY = Story(
    "oxfordshire",
    "Oxfordshire 1.2",
    days=500,
    twists_of_meetings={2: "moved"},
    twists=(
        _longer_intervals,
        _significant_change,
        _lasting_needs,
        _a_meeting_between,
        _plans_end_apart,
    ),
    after={("review", 3): _protection_after_the_third_review},
    of_duty={"review after a change": {"early": "yes"}},
)
