"""Readers for single values of a procedure file; each says which words may stand there."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from services.planning.domain.span import Span, SpanNotUnderstood
from services.planning.domain.vocabulary import KINDS, PROPERTIES, ROLES
from services.planning.procedures.faults import WrongWord
from services.planning.procedures.rules import Local

RECIPIENTS = ("everyone invited", "everyone who attended", "everyone party to the plan", "the family")
FORCES = ("must", "should")
THINGS = ("plan", "record", "child in need")  # nameable beside what can happen
CALENDARS = ("England",)
_ID = re.compile(r"[A-Z]{2}[0-9]+")
_READING = re.compile(r"[0-9]+: .+")


@dataclass(frozen=True)
class Known:
    """Words that the file has declared for itself, beside the fixed vocabulary."""

    events: tuple[str, ...] = ()


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
    return chosen(value, (*KINDS, *known.events), "something that can happen")


def kinds(value: object, known: Known) -> tuple[str, ...]:
    return tuple(kind(item, known) for item in texts(value, known))


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
    try:
        return Span.parse(text(value, known))
    except SpanNotUnderstood as error:
        raise WrongWord(error.word, "is not understood in a span of time", error.allowed) from None


def span_or_local(value: object, known: Known) -> Span | Local:
    return local(value, known) if isinstance(value, dict) else span(value, known)


def role_or_local(value: object, known: Known) -> str | Local:
    return local(value, known) if isinstance(value, dict) else role(value, known)


def local(value: Mapping[str, object], known: Known) -> Local:
    if list(value) != ["local"]:
        raise WrongWord(next(iter(value), ""), "names no local value", ("local",))
    return Local(text(value["local"], known))


def words(value: object, known: Known) -> Mapping[str, str]:
    """What the council calls things; the keys are our own words, written with underscores."""
    allowed = [word.replace(" ", "_") for word in (*KINDS, *known.events, *THINGS)]
    for key in text_table(value, known):
        chosen(key, allowed, "a word of ours")
    return text_table(value, known)


def text_table(value: object, known: Known) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise WrongWord(value, "is not a table of texts")
    return {key: text(item, known) for key, item in value.items()}
