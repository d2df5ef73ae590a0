"""A council's procedure as a practitioner can read it: headings, and under each its rules in sentences."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from services.planning.domain.wording import joined, spoken
from services.planning.procedures.council import NOT_SET, Council
from services.planning.procedures.edition import Edition
from services.planning.procedures.local_values import locals_of
from services.planning.procedures.rules import (
    PRODUCT_DEFAULT,
    Chair,
    Circulate,
    Local,
    Questions,
    Rule,
    SignOff,
    Timescale,
)
from services.planning.procedures.sentences import Sayer, sentence_case


@dataclass(frozen=True)
class Entry:
    """One rule: what it is called, its sentences, what it says in our words, and where it comes from."""

    title: str
    sentences: tuple[str, ...]
    says: str = ""
    readings: tuple[str, ...] = ()
    clause: str = ""
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    heading: str
    entries: tuple[Entry, ...]


def explain(council: Council) -> tuple[Part, ...]:
    """The edition in force last, and what the council has made of it; parts without an entry are left out."""
    edition = council.editions[-1]
    sayer = Sayer(council, edition)

    def rules(heading: str, found: Iterable[Any], say: Callable[[Any], Iterable[str]]) -> Part:
        return Part(heading, tuple(_entry(council, edition, rule, say(rule)) for rule in found))

    parts = (
        Part("This procedure", tuple(_about(council))),
        rules("What is due, and by when", edition.timescales, sayer.timescale),
        rules("Who signs off", edition.sign_offs, sayer.sign_off),
        rules("Who gets what", edition.circulates, sayer.circulate),
        rules("Who chairs", edition.chairs, sayer.chair),
        rules("What a record answers", edition.questions, sayer.questions),
        rules("What ends the clocks", edition.stops, lambda rule: ()),
        rules("What this procedure records of its own", edition.events, sayer.event),
        rules("Circumstances it asks about", edition.circumstances, lambda rule: ()),
        rules("Teams it asks about", edition.teams, lambda rule: ()),
        Part("What the council sets itself", tuple(_local(council, edition))),
        Part("What the council calls things", tuple(_words(edition))),
    )
    return tuple(part for part in parts if part.entries)


def _entry(council: Council, edition: Edition, rule: Rule, sentences: Iterable[str]) -> Entry:
    clause = edition.clause(rule)
    title = sentence_case(_title(council, edition, rule))
    readings = tuple(reading.partition(": ")[2] for reading in rule.reading)
    return Entry(title, tuple(sentences), rule.says, readings, clause, rule.ids)


def _title(council: Council, edition: Edition, rule: Any) -> str:
    if rule in edition.stops:
        return joined([edition.word(kind) for kind in rule.by], "or")
    if isinstance(rule, Circulate | SignOff):
        return council.title(rule.name)
    if isinstance(rule, Questions):
        return f"Questions for the {edition.word(rule.of)}"
    if isinstance(rule, Chair):
        whose = f", for: {joined(rule.when)}" if rule.when else ""
        return f"The chair of the {edition.word(rule.of)}{whose}"
    return council.title(rule.name) if rule in edition.timescales else str(rule.name)


def _about(council: Council) -> Iterator[Entry]:
    edition = council.editions[-1]
    yield Entry(
        f"{council.name}: {edition.edition}",
        (
            f"In force from {spoken(edition.in_force)}. Its clauses are cited as “{edition.known_as} …”.",
            f"Working days by the bank holidays of {edition.calendar}. Jurisdiction: {edition.jurisdiction}.",
            *(("Returns go to the Department for Education.",) if edition.dfe_returns else ()),
        ),
    )
    for earlier in council.editions[:-1]:
        yield Entry(
            f"Earlier edition: {earlier.edition}",
            (f"From {spoken(earlier.in_force)}; clocks that began under it keep it.",),
        )
    closures = [f"{spoken(day)}: {name}." for day, name in sorted(council.local.closures.items())]
    if closures:
        yield Entry("Closures of the council's own", tuple(closures))


def _local(council: Council, edition: Edition) -> Iterator[Entry]:
    for value in locals_of(edition):
        if value.name in council.local.values:
            said = f"{council.local.values[value.name]}, set by the council."
        elif value.otherwise:
            said = f"{sentence_case(NOT_SET)}; {value.otherwise} is taken ({PRODUCT_DEFAULT})."
        else:
            lacking = "nobody is named" if value.name in _roles(edition) else "no date is reckoned"
            said = f"{sentence_case(NOT_SET)}: {lacking} until the council sets it."
        yield Entry(sentence_case(value.name), (said,))
    yield Entry("Reminder", (f"{council.local.due_soon} before a duty is due.",))


def _roles(edition: Edition) -> set[str]:
    """The local values that name somebody."""
    owing: list[Timescale | Circulate] = [*edition.timescales, *edition.circulates]
    return {rule.by.name for rule in owing if isinstance(rule.by, Local)}


def _words(edition: Edition) -> Iterator[Entry]:
    for ours, theirs in edition.words.items():
        yield Entry(sentence_case(theirs), (f"In general words: {ours.replace('_', ' ')}.",))
