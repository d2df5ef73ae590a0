"""Reads what an example is given: "Friday 18 December 2026: planning meeting, with the family"."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from services.planning.domain.history import Approved, Circumstance, Happening, History
from services.planning.domain.span import Span, SpanNotUnderstood
from services.planning.domain.vocabulary import (
    CIRCULATED,
    KINDS,
    MEETINGS,
    PROPERTIES,
    REVIEW_DATE,
    ROLES,
    SIGNED_OFF,
)
from services.planning.domain.wording import DateNotUnderstood, heard
from services.planning.procedures.council import Council
from services.planning.procedures.faults import WrongWord

OVERRIDE, KNOWN_FROM = "override of ", "known from here"
_BELONG_TO_A_MEETING = (CIRCULATED, SIGNED_OFF)


class GivenNotUnderstood(Exception):
    """Lines of an example by their number from 0, each with the word in it that has no meaning there."""

    def __init__(self, wrong: Mapping[int, WrongWord]) -> None:
        super().__init__("; ".join(map(str, wrong.values())))
        self.wrong = wrong


def history_of(given: Iterable[str], council: Council, child: str = "the child") -> History:
    """The facts of one example, each line a day and what happened on it. Raises GivenNotUnderstood.

    A record's circulation or signature names its meeting by its day: "of Friday ...". A circumstance or a
    team is a word of the council's file, "until ..." a day where it ended. An approved interval is written
    "override of review, 6 months, by team manager".
    """
    told = _Told(council)
    wrong: dict[int, WrongWord] = {}
    for number, line in enumerate(given):
        day, _, rest = line.partition(": ")
        try:
            told.hear(heard(day), rest, line)
        except DateNotUnderstood as error:
            wrong[number] = WrongWord(day, f"is no day: {error}")
        except WrongWord as error:
            wrong[number] = error
    if wrong:
        raise GivenNotUnderstood(wrong)
    return History(
        child, tuple(told.happenings), tuple(told.circumstances), tuple(told.overrides), told.known_from
    )


@dataclass
class _Told:
    council: Council
    happenings: list[Happening] = field(default_factory=list)
    circumstances: list[Circumstance] = field(default_factory=list)
    overrides: list[Approved] = field(default_factory=list)
    known_from: date | None = None

    def hear(self, on: date, rest: str, line: str) -> None:
        what, *words = rest.split(", ")
        until = next((heard(w.removeprefix("until ")) for w in words if w.startswith("until ")), None)
        lasting = {**self.council.circumstances(), **self.council.teams()}
        kinds = (*KINDS, *self.council.recordable_events())
        if what == KNOWN_FROM:
            self.known_from = on
        elif what.startswith(OVERRIDE):
            self.overrides.append(_approved(self.council, what.removeprefix(OVERRIDE), words, on, until))
        elif what in lasting:
            self.circumstances.append(Circumstance(what, on, until))
        elif what in kinds:
            self.happenings.append(self._happening(what, words, on, line))
        else:
            allowed = (*dict.fromkeys(kinds), *lasting, KNOWN_FROM, f"{OVERRIDE}…")
            raise WrongWord(what, "is not something that can happen", allowed)

    def _happening(self, kind: str, words: list[str], on: date, line: str) -> Happening:
        of = ""
        for one in (one for one in words if one.startswith("of ")):
            of = self._meeting(heard(one.removeprefix("of ")))
        if kind in _BELONG_TO_A_MEETING and not of:
            raise WrongWord(line, 'does not say whose record: add ", of <the meeting\'s day>"')
        values = _properties(one for one in words if not one.startswith("of "))
        return Happening(f"{kind} {on} {len(self.happenings)}", kind, on, values, of)

    def _meeting(self, on: date) -> str:
        for happening in self.happenings:
            if happening.kind in MEETINGS and happening.on == on:
                return happening.id
        raise WrongWord(on.isoformat(), "is the day of no meeting that stands before this line")


def _approved(council: Council, rule: str, words: list[str], on: date, until: date | None) -> Approved:
    overridable = [each.name for each in council.edition_on(on).timescales if each.override]
    if rule not in overridable:
        raise WrongWord(rule, "is no duty whose interval the procedure lets anybody approve", overridable)
    role = next((one.removeprefix("by ") for one in words if one.startswith("by ")), "")
    if role not in ROLES:
        raise WrongWord(role, "does not say who approved the override", tuple(f"by {one}" for one in ROLES))
    try:
        return Approved(rule, str(Span.parse(words[0])), role, on, until)
    except SpanNotUnderstood as error:
        raise WrongWord(error.word, "is not understood in a span of time", error.allowed) from None


def _properties(words: Iterable[str]) -> Mapping[str, object]:
    found: dict[str, object] = {}
    for one in words:
        name = next((name for name in PROPERTIES if one == name or one.startswith(f"{name} ")), None)
        if name is None:
            raise WrongWord(one, "is not a property of a happening", PROPERTIES)
        value = one.removeprefix(name).strip()
        found[name] = heard(value) if name == REVIEW_DATE else value or True
    return found
