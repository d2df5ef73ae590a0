"""Guernsey: a draft before the meeting, an approval returned once, a resource panel, a child not seen."""

from datetime import timedelta
from typing import TYPE_CHECKING

from demo.days import working_day
from demo.stories import Story

if TYPE_CHECKING:
    from demo.year import Year


def _draft_and_meet(year: "Year") -> None:
    """GU2: no day is set for either, so the worker chooses."""

    def draft() -> None:
        clause = year.story.clause
        for child in year.family.children.values():
            year.deeds.draft(child, clause)
        year.gatherings.plan("planning meeting", working_day(year.today + timedelta(days=21)), clause)

    year.in_days(32, draft)


def _resource_panel(year: "Year") -> None:
    """GU5: what Noor needs has to go before the panel."""

    def need() -> None:
        year.deeds.circumstance(year.child("noor"), "resource panel needed", year.story.clause)

    year.in_days(40, need)


def _nobody_at_home(year: "Year") -> None:
    """GU9: a visit at which the child was not seen does not count."""
    year.in_days(75, lambda: year.deeds.visit(year.child("noor"), year.story.clause, seen=False))


def _plans_end_apart(year: "Year") -> None:
    """GU11: one is closed, one comes under protection, one into care."""

    def end() -> None:
        year.deeds.end_plan(year.child("sami"), "closed", "Guernsey steps 11 and 12")
        year.deeds.leave(year.child("noor"), "CP plan began", "Guernsey text beside the flow chart")
        year.deeds.leave(year.child("baby"), "care began", "product default, not council policy")

    year.in_days(155, end)


STORY = Story(
    "guernsey",
    "Guernsey steps 1 and 2",
    days=165,
    twists=(_draft_and_meet, _resource_panel, _nobody_at_home, _plans_end_apart),
    returned_once=True,
)
