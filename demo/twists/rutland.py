"""Rutland: a settled package of short breaks, and a supervision order with visits by the court's wish."""

from typing import TYPE_CHECKING

from demo.cast import GRACE, MARTIN
from demo.stories import Story

if TYPE_CHECKING:
    from demo.year import Year


def _settled_package(year: "Year") -> None:
    """LE7: Sami's package is settled; the reviewing officer reviews it every half year."""

    def settle() -> None:
        clause = "LLR on children with disabilities"
        year.deeds.circumstance(year.child("sami"), "settled package", clause)

    year.in_days(70, settle)


def _supervision_order(year: "Year") -> None:
    """LE9: the court wants Noor visited every two weeks."""

    def order() -> None:
        clause = "LLR on Supervision Orders"
        noor = year.child("noor")
        year.deeds.circumstance(noor, "supervision order", clause)
        year.deeds.override(noor, "visit under a supervision order", 2, "weeks", "court", clause)

    year.in_days(200, order)


STORY = Story(
    "rutland",
    "LLR on the assessment",
    days=290,
    chairs={"planning meeting": MARTIN},
    twists=(_settled_package, _supervision_order),
    of_duty={"review of a settled package": {"chair": GRACE}},
)
