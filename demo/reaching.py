"""Which rules of the council's procedure a played year has come to, by the names in a table of them."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from demo.year import Year

_MAY_CHAIR = re.compile(r"Who may chair</dt><dd[^>]*>(?:(For|Unless) ([^:<]+): )?")
_BEGUN = ("open", "met", "dropped", "not set")


def reached(year: "Year") -> list[str]:
    """Duties whose clock has begun, who chaired what, what was asked, declared and stopped."""
    return sorted(set(_found(year)))


def _found(year: "Year") -> Iterator[str]:
    for child in year.family.children.values():
        for duty in year.duties(child):
            if duty["state"] in _BEGUN and duty["anchor"]:
                yield duty["name"]
                after = duty["name"].partition(" after ")[2]
                yield from (f"the word {after!r}",) if after.endswith("professionals meeting") else ()
            if duty["dropped_because"]:
                yield f"stop by {duty['dropped_because']}"
    yield from _chairs(year)
    yield from ("questions of review",) if year.gatherings.answered else ()
    said = {*year.deeds.said, year.story.team} - {""}
    yield from (f"the word {word!r}" for word in said)


def _chairs(year: "Year") -> Iterator[str]:
    """Of each meeting that was recorded, the rules that its page names: one child's may be another's not."""
    for meeting, kind in year.gatherings.held():
        for which, whom in _MAY_CHAIR.findall(year.martin.read(f"/meetings/{meeting}")):
            yield f"chair of {kind} {which.lower()} {whom}".rstrip()
