"""Newcastle: a conference that a Strategy Meeting calls for, and three children whose plans end apart."""

from typing import TYPE_CHECKING

from demo.cast import MARTIN
from demo.stories import Story

if TYPE_CHECKING:
    from demo.year import Year


def _conference(year: "Year") -> None:
    """NC24: Noor's Strategy Meeting calls for a conference, which decides against a protection plan."""

    def called() -> None:
        year.deeds.event(year.child("noor"), "conference called for", "Newcastle 5", year.martin)

    year.in_days(300, called)


def _plans_end_apart(year: "Year") -> None:
    """NC22, NC28: Sami steps down; the baby becomes looked after."""
    year.in_days(345, lambda: year.deeds.end_plan(year.child("sami"), "stepped down", "Newcastle 5"))
    year.in_days(350, lambda: year.deeds.leave(year.child("baby"), "care began", "Newcastle Scope"))


STORY = Story(
    "newcastle",
    "Newcastle 1.2",
    team="Initial Response Service",
    chairs={"review": MARTIN},
    twists_of_meetings={2: "moved", 3: "without the family", 5: "hold"},
    twists=(_conference, _plans_end_apart),
)
