"""Reads a file of worked examples: what is given and what is expected, every wrong word with its line."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import cast

from services.planning.domain.vocabulary import PROPERTIES, ROLES
from services.planning.domain.wording import DateNotUnderstood, heard, joined
from services.planning.procedures.council import NOT_SET
from services.planning.procedures.faults import Fault, ProcedureUnreadable
from services.planning.procedures.lines import Lines
from services.planning.procedures.reader import read_toml
from services.planning.procedures.values import FORCES, RECIPIENTS

KEYS = ("says", "given", "expect")
CHAIR, QUESTIONS = "chair", "questions"
IF_ASKED = ("soon", "by", "force", "beside", "shortfall", "of", "to", "who")
"""Of a duty, looked at only in the examples that mention them."""
_KEYS_OF: Mapping[str, tuple[str, ...]] = {
    "duty": ("duty", "from", "aim", "due", "skips", "met", "dropped", "waits", "state", *IF_ASKED),
    CHAIR: (CHAIR, "on", "who", "decided_by"),
    QUESTIONS: (QUESTIONS, "on", "having", "asks", "force"),
}
EXPECTED = tuple(dict.fromkeys(key for keys in _KEYS_OF.values() for key in keys))
_NEEDED = {CHAIR: ("on", "who"), QUESTIONS: ("on", "asks")}
_WHAT = {
    "on": "on which day",
    "who": "who may chair it, [] for anybody",
    "asks": "what is asked",
}
_LISTS = ("to", "who", "decided_by", "having", "asks")
_WORDS: Mapping[str, tuple[Collection[str], str]] = {
    "by": ((*ROLES, NOT_SET), "a role"),
    "who": (ROLES, "a role"),
    "decided_by": (ROLES, "a role"),
    "to": (RECIPIENTS, "a group of recipients"),
    "force": (FORCES, "a force"),
    "having": (PROPERTIES, "a property of a happening"),
}


@dataclass(frozen=True)
class OfMeeting:
    """What is expected of a meeting of this kind on a day: who may chair it, or what its record is asked.

    `about`: chair or questions. A `force` of "" is not looked at.
    """

    line: int
    about: str
    kind: str
    on: date
    who: tuple[str, ...] = ()
    decided_by: tuple[str, ...] = ()
    having: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    force: str = ""


@dataclass(frozen=True)
class Example:
    """One example as it stands in the file: a sentence, the facts, and the duties expected of them.

    `lines`: where each fact stands, `line` where the example begins, `expected_at` where each duty is named.
    A list that is expected of a duty, like its recipients, is one text here. `meetings` bear no date.
    """

    line: int
    says: str
    given: tuple[str, ...]
    expect: tuple[Mapping[str, str], ...]
    lines: tuple[int, ...] = ()
    expected_at: Mapping[str, int] = field(default_factory=dict)
    meetings: tuple[OfMeeting, ...] = ()


def read_examples(path: Path) -> list[Example]:
    """Every example of the file; raises ProcedureUnreadable for a word that has no meaning there."""
    content, lines = read_toml(path)
    tables = cast(list[dict[str, object]], content.get("example", []))
    faults = [fault for index, table in enumerate(tables) for fault in _faults(path, lines, index, table)]
    faults += [
        _fault(path, lines, key, "is no key here", ("example",)) for key in content if key != "example"
    ]
    if faults or not tables:
        raise ProcedureUnreadable(faults or [Fault(str(path), 1, path.name, "holds no [[example]]")])
    return [_example(lines, index, table) for index, table in enumerate(tables)]


def _faults(path: Path, lines: Lines, index: int, table: Mapping[str, object]) -> Iterator[Fault]:
    for key in (key for key in table if key not in KEYS):
        yield Fault(str(path), lines.key("example", index, key), key, "is no key here", KEYS)
    for key in (key for key in KEYS if key not in table):
        yield Fault(str(path), lines.section("example", index), key, "is missing")
    for key in ("given", "expect"):
        if not isinstance(table.get(key, []), list):
            yield Fault(str(path), lines.key("example", index, key), key, "is not a list")
    for one in (one for one in _listed(table, "given") if not isinstance(one, str)):
        line = lines.key("example", index, "given", str(one))
        yield Fault(str(path), line, str(one), "(given) is not a text")
    for number, entry in enumerate(_listed(table, "expect")):
        line = lines.entry("example", index, "expect", number)
        for word, problem, allowed in _wrong(entry):
            yield Fault(str(path), line, word, problem, tuple(allowed))


def _wrong(entry: object) -> Iterator[tuple[str, str, Collection[str]]]:
    """Each wrong word of what is expected, with what is wrong about it and what may stand there."""
    if not isinstance(entry, dict):
        yield str(entry), "cannot be expected: write { duty = … }, { chair = … } or { questions = … }", ()
        return
    about = next((head for head in _KEYS_OF if head in entry), "")
    keys = _KEYS_OF[about] if about else EXPECTED
    whose = {CHAIR: "a chair", QUESTIONS: QUESTIONS}.get(about, "a duty")
    strange = [key for key in entry if key not in keys]
    yield from ((key, f"cannot be expected of {whose}", keys) for key in strange)
    if not about and not strange:
        yield next(iter(entry), "{ }"), "says of nothing what is expected: begin with one", tuple(_KEYS_OF)
    for key in (key for key in _NEEDED.get(about, ()) if key not in entry):
        yield key, f"is missing: {_WHAT[key]}", ()
    for key in (key for key in entry if key in keys):
        yield from _wrong_value(key, entry[key])


def _wrong_value(key: str, value: object) -> Iterator[tuple[str, str, Collection[str]]]:
    items = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]
    listed = isinstance(value, list) and key in _LISTS and len(items) == len(value)
    if not listed and not isinstance(value, str):
        kind = "neither a text nor a list of texts" if key in _LISTS else "not a text"
        day = "" if key in _LISTS else "; write a day like Friday 18 December 2026, in quotes"
        yield str(value), f"({key}) is {kind}{day}", ()
        return
    allowed, what = _WORDS.get(key, ((), ""))
    for one in (one for one in items if allowed and one not in allowed):
        yield one, f"({key}) is not {what}", allowed
    if key == "on":
        try:
            heard(items[0])
        except DateNotUnderstood as error:
            yield items[0], f"(on) is no day: {error}", ()


def _listed(table: Mapping[str, object], key: str) -> list[object]:
    found = table.get(key)
    return found if isinstance(found, list) else []


def _fault(path: Path, lines: Lines, key: str, problem: str, allowed: tuple[str, ...]) -> Fault:
    return Fault(str(path), max(lines.section(key), lines.key("", 0, key)), key, problem, allowed)


def _example(lines: Lines, index: int, table: Mapping[str, object]) -> Example:
    given = cast(list[str], table["given"])
    expect = cast(list[dict[str, str | list[str]]], table["expect"])
    at = [lines.entry("example", index, "expect", number) for number in range(len(expect))]
    duties = [(line, _as_texts(entry)) for line, entry in zip(at, expect, strict=True) if "duty" in entry]
    return Example(
        lines.section("example", index),
        str(table["says"]),
        tuple(given),
        tuple(entry for _, entry in duties),
        tuple(lines.key("example", index, "given", line) for line in given),
        {entry["duty"]: line for line, entry in reversed(duties)},
        tuple(_of_meeting(line, e) for line, e in zip(at, expect, strict=True) if "duty" not in e),
    )


def _as_texts(entry: Mapping[str, str | list[str]]) -> Mapping[str, str]:
    return {key: joined(value) if isinstance(value, list) else value for key, value in entry.items()}


def _of_meeting(line: int, entry: Mapping[str, str | list[str]]) -> OfMeeting:
    about = CHAIR if CHAIR in entry else QUESTIONS
    lists = {key: _tuple(entry[key]) for key in _LISTS if key in entry}
    kind, on, force = (str(entry.get(key, "")) for key in (about, "on", "force"))
    return OfMeeting(line, about, kind, heard(on), force=force, **lists)


def _tuple(value: str | list[str]) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else (value,)
