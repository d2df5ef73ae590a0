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

EDITION_TOP = {
    "council": _must(v.text),
    "known_as": _must(v.text),
    "calendar": _must(v.calendar),
    "edition": _must(v.text),
    "in_force": _must(v.day),
    "words": Key(v.words),
}
EDITION = {
    "event": Section(
        {
            **_RULE,
            "name": _must(v.text),
            "instead_of": _must(v.kinds),
            "lacking": _must(v.one_property),
        },
        rules.DerivedEvent,
        "events",
        _CLAUSE,
    ),
    "stop": Section({**_RULE, "by": _must(v.kinds)}, rules.Stop, "stops", _CLAUSE),
    "timescale": Section(
        {
            **_RULE,
            "for": _must(v.kind, "meets"),
            "of": _must(v.kind),
            "within": Key(v.span_or_local),
            "every": Key(v.span_or_local),
            "aim": Key(v.span),
            "force": Key(v.force),
            "by": _must(v.role_or_local),
            "met_by": Key(v.kinds),
            "having": Key(v.properties),
            "earlier_counts": Key(v.yes_or_no),
            "unless_outcome": Key(v.text),
        },
        rules.Timescale,
        "timescales",
        (*_CLAUSE, ("within", "every")),
    ),
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
    "chair": Section({**_RULE, "of": _must(v.kind), "who": _must(v.roles)}, rules.Chair, "chairs", _CLAUSE),
}

LOCAL_TOP = {
    "called": _must(v.text),
    "office_phone": _must(v.text),
    "secure_domains": _must(v.texts),
    "due_soon": _must(v.span),
    "values": Key(v.text_table),
}
LOCAL = {
    "closure": Section({"on": _must(v.day), "name": _must(v.text)}, lambda on, name: (on, name), "closures"),
}
