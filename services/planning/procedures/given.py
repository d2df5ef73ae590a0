"""Reads what an example is given: "Friday 18 December 2026: planning meeting, with the family"."""

from collections.abc import Iterable, Mapping
from datetime import date

from services.planning.domain.history import Happening
from services.planning.domain.vocabulary import CIRCULATED, KINDS, MEETINGS, PROPERTIES, REVIEW_DATE
from services.planning.domain.wording import heard
from services.planning.procedures.faults import WrongWord


def happenings_of(given: Iterable[str]) -> tuple[Happening, ...]:
    """The facts of one example; a record's circulation names its meeting by its day: "of Friday ..."."""
    happenings: list[Happening] = []
    for line in given:
        day, _, rest = line.partition(": ")
        kind, *properties = rest.split(", ")
        if kind not in KINDS:
            raise WrongWord(kind, "is not something that can happen", KINDS)
        on, of = heard(day), ""
        for words in (words for words in properties if words.startswith("of ")):
            of = _meeting(happenings, heard(words.removeprefix("of ")))
        values = _properties(words for words in properties if not words.startswith("of "))
        if kind == CIRCULATED and not of:
            raise WrongWord(line, 'does not say whose record: add ", of <the meeting\'s day>"')
        happenings.append(Happening(f"{kind} {on} {len(happenings)}", kind, on, values, of))
    return tuple(happenings)


def _meeting(happenings: Iterable[Happening], on: date) -> str:
    for happening in happenings:
        if happening.kind in MEETINGS and happening.on == on:
            return happening.id
    raise WrongWord(on.isoformat(), "is the day of no meeting that stands before this line")


def _properties(words: Iterable[str]) -> Mapping[str, object]:
    found: dict[str, object] = {}
    for one in words:
        name = next((name for name in PROPERTIES if one == name or one.startswith(f"{name} ")), None)
        if name is None:
            raise WrongWord(one, "is not a property of a happening", PROPERTIES)
        value = one.removeprefix(name).strip()
        found[name] = heard(value) if name == REVIEW_DATE else value or True
    return found
