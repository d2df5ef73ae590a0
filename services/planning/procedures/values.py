"""Readers for single values of a procedure file; each says which words may stand there."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.planning.domain.span import UNITS, Span, SpanNotUnderstood
from services.planning.domain.vocabulary import KINDS, PROPERTIES, ROLES
from services.planning.procedures.faults import WrongWord
from services.planning.procedures.rules import GRID, ROLLING, STARTS, Local, Override

RECIPIENTS = ("everyone invited", "everyone who attended", "everyone party to the plan", "the family")
FORCES = ("must", "should")
THINGS = ("plan", "record", "child in need")  # nameable beside what can happen
CALENDARS = ("England", "Guernsey")
COUNTED = (ROLLING, GRID)
_ID = re.compile(r"[A-Z]{2}[0-9]+")
_READING = re.compile(r"[0-9]+: .+")


@dataclass(frozen=True)
class Known:
    """Words that the file has declared for itself, beside the fixed vocabulary."""

    events: tuple[str, ...] = ()
    circumstances: tuple[str, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """What can start a clock: a circumstance does on the day it begins."""
        return (*KINDS, *self.events, *self.circumstances)


def text(value: object, known: Known) -> str:
    if not isinstance(value, str) or not value.strip():
        raise WrongWord(value, "is not a text")
    return value


def texts(value: object, known: Known) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise WrongWord(value, 'is not a list of texts, like ["one", "two"]')
    return tuple(text(item, known) for item in value)


def yes_or_no(value: object, known: Known) -> bool:
    if not isinstance(value, bool):
        raise WrongWord(value, "is neither yes nor no", ("true", "false"))
    return value


def day(value: object, known: Known) -> date:
    if type(value) is not date:
        raise WrongWord(value, "is not a date; write it like 2014-09-01, without quotes")
    return value


def chosen(value: object, allowed: Collection[str], what: str) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise WrongWord(value, f"is not {what}", allowed)
    return value


def kind(value: object, known: Known) -> str:
    return chosen(value, known.kinds, "something that can happen")


def kinds(value: object, known: Known) -> tuple[str, ...]:
    return tuple(kind(item, known) for item in texts(value, known))


def kind_or_kinds(value: object, known: Known) -> tuple[str, ...]:
    return kinds(value, known) if isinstance(value, list) else (kind(value, known),)


def circumstances(value: object, known: Known) -> tuple[str, ...]:
    return tuple(
        chosen(item, known.circumstances, "a [[circumstance]] or [[team]] of this file")
        for item in texts(value, known)
    )


def start(value: object, known: Known) -> str:
    return chosen(value, STARTS, "a way to choose what starts the clock")


def counted(value: object, known: Known) -> str:
    return chosen(value, COUNTED, "a way of counting")


def number(value: object, known: Known) -> int:
    if type(value) is not int or value < 1:
        raise WrongWord(value, "is not a whole number from 1 up")
    return value


def role(value: object, known: Known) -> str:
    return chosen(value, ROLES, "a role")


def roles(value: object, known: Known) -> tuple[str, ...]:
    return tuple(role(item, known) for item in texts(value, known))


def recipients(value: object, known: Known) -> tuple[str, ...]:
    return tuple(chosen(item, RECIPIENTS, "a group of recipients") for item in texts(value, known))


def one_property(value: object, known: Known) -> str:
    return chosen(value, PROPERTIES, "a property of a happening")


def properties(value: object, known: Known) -> tuple[str, ...]:
    return tuple(one_property(item, known) for item in texts(value, known))


def force(value: object, known: Known) -> str:
    return chosen(value, FORCES, "a force")


def calendar(value: object, known: Known) -> str:
    return chosen(value, CALENDARS, "a calendar")


def ids(value: object, known: Known) -> tuple[str, ...]:
    for item in texts(value, known):
        if not _ID.fullmatch(item):
            raise WrongWord(item, "is not the id of a requirement, like NC15")
    return texts(value, known)


def readings(value: object, known: Known) -> tuple[str, ...]:
    for item in texts(value, known):
        if not _READING.fullmatch(item):
            raise WrongWord(item, "is not a reading; write its number, a colon and what was read")
    return texts(value, known)


def span(value: object, known: Known) -> Span:
    if type(value) is int or (isinstance(value, str) and value.strip().isdigit()):
        raise WrongWord(value, f'has no unit; write it like "{value} working days"', UNITS)
    if re.match(r"[0-9]{4}", str(value)):
        raise WrongWord(value, "is longer than anything that a procedure asks for: at most 999 of a unit")
    try:
        return Span.parse(text(value, known))
    except SpanNotUnderstood as error:
        raise WrongWord(error.word, "is not understood in a span of time", error.allowed) from None


def span_or_local(value: object, known: Known) -> Span | Local:
    return local(value, known, span) if isinstance(value, dict) else span(value, known)


def role_or_local(value: object, known: Known) -> str | Local:
    return local(value, known, role) if isinstance(value, dict) else role(value, known)


def local(value: Mapping[str, object], known: Known, reads: Callable[[object, Known], Span | str]) -> Local:
    """{ local = "its name" }, or { local = "its name", else = "10 working days" }."""
    for key in value:
        chosen(key, ("local", "else"), "a word about a local value")
    if "local" not in value:
        raise WrongWord("else", "stands without the local value's name", ("local",))
    otherwise = reads(value["else"], known) if "else" in value else None
    return Local(text(value["local"], known), otherwise)


def overrides(value: object, known: Known) -> tuple[Override, ...]:
    """One table, or a list of them where somebody else may approve under other circumstances."""
    found = tuple(_override(one, known) for one in (value if isinstance(value, list) else [value]))
    for role, times in Counter(role for one in found for role in one.by).items():
        if times > 1:
            raise WrongWord(role, "may approve by two of these tables: name each role once")
    return found


def _override(value: object, known: Known) -> Override:
    """{ by = ["team manager"], at_least = "4 weeks", at_most = "12 months", when = ["..."] }."""
    if not isinstance(value, dict):
        raise WrongWord(value, "is not a table of who may approve what", tuple(_OVERRIDE))
    for key in value:
        chosen(key, _OVERRIDE, "a word about an override")
    if "by" not in value:
        raise WrongWord("override", "does not say who may approve it", ("by",))
    return Override(**{key: _OVERRIDE[key](item, known) for key, item in value.items()})


_OVERRIDE: Mapping[str, Callable[[Any, Known], Any]] = {
    "by": roles,
    "at_least": span,
    "at_most": span,
    "when": circumstances,
    "reference": yes_or_no,
}


def words(value: object, known: Known) -> Mapping[str, str]:
    """What the council calls things; the keys are our own words, written with underscores."""
    allowed = [word.replace(" ", "_") for word in (*known.kinds, *THINGS, *ROLES)]
    for key in text_table(value, known):
        chosen(key, allowed, "a word of ours")
    return text_table(value, known)


def text_table(value: object, known: Known) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise WrongWord(value, "is not a table of texts")
    return {key: text(item, known) for key, item in value.items()}
