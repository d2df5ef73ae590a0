"""Leicester: a family from the county, a protection plan, three weeks of care, and the way back from each."""

from typing import TYPE_CHECKING

from demo.cast import AMINA, MARTIN
from demo.stories import Story

if TYPE_CHECKING:
    from demo.year import Year

_FROM = "Leicestershire County Council"


def _arrival(year: "Year") -> None:
    """LE31: the school rings a week before the county's notice comes."""
    for child in year.family.children.values():
        path = f"/children/{child}/transfer"
        year.amina.send(path, from_authority=_FROM, resident_on=year.today, first_told_on=year.today)
    year.line(AMINA, "records that the family lives here now", year.story.clause)

    def notice() -> None:
        for child in year.family.children.values():
            path = f"/children/{child}/transfer"
            year.amina.send(path, from_authority=_FROM, notified_on=year.today, **known)
        year.line(AMINA, "records the county's formal notice", year.story.clause)

    known = {"resident_on": year.today, "first_told_on": year.today, "responsible_from": year.today}
    year.in_days(7, notice)


def _protection(year: "Year") -> None:
    """LE22, LE36: Noor's plan ends with a protection plan the same day, and begins again after it."""
    noor = "noor"

    def began() -> None:
        year.deeds.event(year.child(noor), "CP plan began", "LLR on reviews", year.martin)

    def ended() -> None:
        clause = "LLR on stepping down and returning home"
        year.deeds.event(year.child(noor), "CP plan ended", clause, year.martin)

    year.in_days(120, began)
    year.in_days(220, ended)


def _home_again(year: "Year") -> None:
    """LE36, LE42: Sami is looked after for three weeks, and comes home; nobody assesses anew for that."""
    clause = "LLR on stepping down and returning home"
    sami = "sami"
    year.in_days(252, lambda: year.deeds.leave(year.child(sami), "care began", "LLR on reviews"))
    year.in_days(273, lambda: year.deeds.event(year.child(sami), "care ended", clause, year.martin))


STORY = Story(
    "leicester",
    "LLR on moves between authorities",
    days=330,
    chairs={"planning meeting": MARTIN},
    twists=(_arrival, _protection, _home_again),
    assessed=False,
)
