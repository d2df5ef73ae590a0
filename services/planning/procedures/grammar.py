"""The grammar of a council's files: which sections there are, which keys they take, what each key holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from services.planning.procedures import rules
from services.planning.procedures import values as v

Reads = Callable[[object, v.Known], object]


@dataclass(frozen=True)
class Key:
    """One key: how its value is read, the field it fills (its own name by default), whether it may lack."""

    reads: Reads
    field: str = ""
    required: bool = False


@dataclass(frozen=True)
class Section:
    """One kind of [[section]]: what it makes, which field gathers them, which keys exclude each other."""

    keys: Mapping[str, Key]
    makes: Callable[..., Any]
    gathers: str
    one_of: tuple[tuple[str, ...], ...] = ()


def _must(reads: Reads, field: str = "") -> Key:
    return Key(reads, field, required=True)


_RULE = {
    "at": Key(v.text),
    "default": Key(v.yes_or_no),
    "ids": _must(v.ids),
    "reading": Key(v.readings),
    "says": _must(v.text),
}
_CLAUSE = (("at", "default"),)
_CONDITION = {"when": Key(v.circumstances), "unless": Key(v.circumstances)}
_DECLARED = {**_RULE, "name": _must(v.text)}

EDITION_TOP = {
    "council": _must(v.text),
    "known_as": _must(v.text),
    "calendar": _must(v.calendar),
    "edition": _must(v.text),
    "in_force": _must(v.day),
    "jurisdiction": Key(v.text),
    "dfe_returns": Key(v.yes_or_no),
    "words": Key(v.words),
}
TIMESCALE = {
    **_RULE,
    **_CONDITION,
    "for": _must(v.kind, "meets"),
    "name": Key(v.text, "known_as"),
    "title": Key(v.text),
    "of": _must(v.kind_or_kinds),
    "start": Key(v.start),
    "within": Key(v.span_or_local),
    "every": Key(v.span_or_local),
    "counted": Key(v.counted),
    "shows_grid": Key(v.yes_or_no),
    "aim": Key(v.span),
    "force": Key(v.force),
    "by": _must(v.role_or_local),
    "met_by": Key(v.kinds),
    "having": Key(v.properties),
    "chaired_by": Key(v.roles),
    "earlier_counts": Key(v.yes_or_no),
    "unless_outcome": Key(v.text),
    "displaces": Key(v.texts),
    "override": Key(v.overrides),
    "only_if_set": Key(v.yes_or_no),
    "suspended_by": Key(v.kinds),
    "outlasts": Key(v.yes_or_no),
    "only_after": Key(v.kinds),
    "shows": Key(v.kinds),
    "moves_running": Key(v.yes_or_no),
}
EDITION = {
    "event": Section(
        {
            **_DECLARED,
            "means": Key(v.text),
            "instead_of": Key(v.kinds),
            "lacking": Key(v.one_property),
        },
        rules.Event,
        "events",
        (*_CLAUSE, ("means", "instead_of"), ("means", "lacking")),
    ),
    "circumstance": Section(_DECLARED, rules.Declared, "circumstances", _CLAUSE),
    "team": Section(_DECLARED, rules.Declared, "teams", _CLAUSE),
    "stop": Section({**_RULE, "by": _must(v.kinds)}, rules.Stop, "stops", _CLAUSE),
    "timescale": Section(TIMESCALE, rules.Timescale, "timescales", (*_CLAUSE, ("within", "every"))),
    "circulate": Section(
        {
            **_RULE,
            "of": _must(v.text),
            "after": _must(v.kind),
            "to": _must(v.recipients),
            "by": _must(v.role_or_local),
            "within": _must(v.span_or_local),
            "force": Key(v.force),
        },
        rules.Circulate,
        "circulates",
        _CLAUSE,
    ),
    "sign_off": Section(
        {
            **_RULE,
            **_CONDITION,
            "after": _must(v.kind),
            "name": Key(v.text, "known_as"),
            "who": _must(v.roles),
            "within": _must(v.span_or_local),
            "met_by": Key(v.kind),
            "force": Key(v.force),
        },
        rules.SignOff,
        "sign_offs",
        _CLAUSE,
    ),
    "chair": Section(
        {**_RULE, **_CONDITION, "of": _must(v.kind), "who": _must(v.roles), "decided_by": Key(v.roles)},
        rules.Chair,
        "chairs",
        _CLAUSE,
    ),
    "questions": Section(
        {
            **_RULE,
            "of": _must(v.kind),
            "number": _must(v.number),
            "or_after": _must(v.span),
            "since": _must(v.kind),
            "not_counting": Key(v.properties),
            "asks": _must(v.texts),
        },
        rules.Questions,
        "questions",
        _CLAUSE,
    ),
}

LOCAL_TOP = {
    "called": _must(v.text),
    "office_phone": _must(v.text),
    "secure_domains": _must(v.texts),
    "due_soon": _must(v.span),
    "council": Key(v.text),
    "known_as": Key(v.text),
    "procedure": Key(v.text),
    "values": Key(v.text_table),
}
LOCAL = {
    "closure": Section({"on": _must(v.day), "name": _must(v.text)}, lambda on, name: (on, name), "closures"),
}
