"""Faults that no single word of a procedure file has, but its rules have together."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path

from services.planning.domain.span import Span
from services.planning.domain.vocabulary import KINDS, MEETINGS
from services.planning.domain.working_days import WorkingDays
from services.planning.procedures.edition import Edition
from services.planning.procedures.faults import Fault
from services.planning.procedures.lines import Lines
from services.planning.procedures.rules import LATEST_OF_ALL, Declared, Event, Rule, Timescale


def unsound(edition: Edition, path: Path, lines: Lines) -> Iterator[Fault]:
    """Every such fault, each at the line of the word that has to change."""
    places = _Places(edition, path, lines)
    yield from _twice(edition, places)
    yield from _declared_badly(edition, places)
    yield from _displaced(edition, places)
    yield from _claimed_twice(edition, places)
    yield from _chaired_twice(edition, places)
    yield from _never_asked_for(edition, places)
    yield from _out_of_bounds(edition, places)
    yield from _circular(edition, places)


class _Places:
    """Where in the file each rule stands: the rules of a kind are in the order of their sections."""

    def __init__(self, edition: Edition, path: Path, lines: Lines) -> None:
        self._path, self._lines = path, lines
        self._sections: dict[str, Sequence[Rule]] = {
            "timescale": edition.timescales,
            "circulate": edition.circulates,
            "sign_off": edition.sign_offs,
            "chair": edition.chairs,
            "event": edition.events,
            "circumstance": edition.circumstances,
            "team": edition.teams,
        }

    def fault(self, rule: Rule, key: str, word: str, problem: str, allowed: Sequence[str] = ()) -> Fault:
        for section, rules in self._sections.items():
            for index, each in enumerate(rules):
                if each is rule:
                    line = self._lines.key(section, index, key, word)
                    return Fault(str(self._path), line, word, problem, tuple(allowed))
        raise LookupError(word)


def _twice(edition: Edition, places: _Places) -> Iterator[Fault]:
    """Two rules of one name would be one duty."""
    named: list[tuple[str, str, Rule]] = [
        *(("for" if not rule.known_as else "name", rule.name, rule) for rule in edition.timescales),
        *(("after", rule.name, rule) for rule in edition.circulates),
        *(("after" if not rule.known_as else "name", rule.name, rule) for rule in edition.sign_offs),
    ]
    seen = set[str]()
    for key, name, rule in named:
        if name in seen:
            word = name.removeprefix("circulate after ").removeprefix("sign off after ")
            yield places.fault(rule, key, word, 'has a clause already: give this one a name, name = "…"')
        seen.add(name)


def _declared_badly(edition: Edition, places: _Places) -> Iterator[Fault]:
    """A word that means two things, or one that is declared and never asked about."""
    declared: list[Event | Declared] = [*edition.events, *edition.circumstances, *edition.teams]
    seen = set(KINDS)
    for rule in declared:
        if rule.name in seen:
            yield places.fault(rule, "name", rule.name, "has a meaning already: choose another word")
        seen.add(rule.name)
    for event in edition.events:
        for kind in event.instead_of:
            if kind not in MEETINGS:
                problem = "is not recorded with properties that could be lacking"
                yield places.fault(event, "instead_of", kind, problem, MEETINGS)


def _displaced(edition: Edition, places: _Places) -> Iterator[Fault]:
    names = [rule.name for rule in edition.timescales]
    for rule in edition.timescales:
        for name in rule.displaces:
            if name not in names:
                yield places.fault(rule, "displaces", name, "is no [[timescale]] of this file", names)
            elif not rule.when and not rule.unless:
                problem = "would never be due: say when this clause takes its place (when, or unless)"
                yield places.fault(rule, "displaces", name, problem)


def _claimed_twice(edition: Edition, places: _Places) -> Iterator[Fault]:
    """Of two special clauses that take the place of one general clause, one has to give way to the other."""
    for first, second in combinations([rule for rule in edition.timescales if rule.displaces], 2):
        both = sorted(set(first.displaces) & set(second.displaces))
        settled = first.name in second.displaces or second.name in first.displaces
        apart = set(first.when) & set(second.unless) or set(second.when) & set(first.unless)
        if both and not settled and not apart:
            problem = (
                f"is displaced by {first.name!r} as well, and a child may be claimed by both: "
                f'let one of them displace the other, or say unless = ["{(first.when or ("…",))[0]}"]'
            )
            yield places.fault(second, "displaces", both[0], problem)


def _chaired_twice(edition: Edition, places: _Places) -> Iterator[Fault]:
    """Of two clauses on one meeting's chair, both for all children or both for some, neither goes first."""
    for first, second in combinations(edition.chairs, 2):
        apart = set(first.when) & set(second.unless) or set(second.when) & set(first.unless)
        if first.of == second.of and bool(first.when) == bool(second.when) and not apart:
            problem = "has a [[chair]] already that may claim the same child: let one say when, or unless"
            yield places.fault(second, "of", second.of, problem)


def _never_asked_for(edition: Edition, places: _Places) -> Iterator[Fault]:
    """A signature that holds a circulation back, where nothing is to be circulated."""
    circulated = [rule.after for rule in edition.circulates]
    for rule in edition.sign_offs:
        if rule.after not in circulated:
            problem = "has no [[circulate]], so that nobody would ever be asked to sign: add one"
            yield places.fault(rule, "after", rule.after, problem, circulated)


def _out_of_bounds(edition: Edition, places: _Places) -> Iterator[Fault]:
    for rule in edition.timescales:
        own = rule.within or rule.every
        if rule.aim and isinstance(own, Span) and _length(rule.aim) > _length(own):
            yield places.fault(rule, "aim", str(rule.aim), f"lies beyond the clause's own {own}")
        for allowed in (one for one in rule.override if one.at_most):
            most = str(allowed.at_most)
            if allowed.at_most and allowed.at_least and _length(allowed.at_least) > _length(allowed.at_most):
                problem = f"is at most, and {allowed.at_least} at least: no interval could be approved"
                yield places.fault(rule, "override", most, problem)
            elif allowed.at_most and isinstance(own, Span) and _length(own) > _length(allowed.at_most):
                problem = f"is at most, and the clause's own is {own} already"
                yield places.fault(rule, "override", most, problem)


def _length(span: Span) -> date:
    """Where it ends, laid down from some day of a year without bank holidays."""
    return span.after(date(2026, 1, 1), WorkingDays({})).due


def _circular(edition: Edition, places: _Places) -> Iterator[Fault]:
    """A clause that waits for something that itself waits for this clause: neither would ever begin."""
    asked = {rule.meets for rule in edition.timescales}
    left = list(edition.timescales)
    begins = [rule for rule in left if _can_begin(rule, asked)]
    while begins:
        asked -= {rule.meets for rule in begins}
        left = [rule for rule in left if rule not in begins]
        begins = [rule for rule in left if _can_begin(rule, asked)]
    for rule in left:
        trail = _trail(rule, {each.meets: each for each in left})
        problem = f"closes a circle: {' waits for '.join(trail)}; let one of them start with another event"
        yield places.fault(rule, "of", rule.of[0], problem)


def _can_begin(rule: Timescale, asked: set[str]) -> bool:
    """Something that starts it happens by itself, or is asked for by a clause that can begin."""
    enough = all if rule.start == LATEST_OF_ALL else any
    return enough(kind not in asked for kind in rule.of)


def _trail(rule: Timescale, left: dict[str, Timescale]) -> list[str]:
    trail = [rule.meets]
    while len(trail) == len(set(trail)):
        found = left[trail[-1]]
        trail.append(next(kind for kind in found.of if kind in left))
    return trail
