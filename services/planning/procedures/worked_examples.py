"""Runs a council's worked examples: given what happened, exactly these duties, reckoned by hand."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from services.planning.domain.duty import DROPPED, MET, NOT_KNOWN, NOT_SET, WAITING, Duty
from services.planning.domain.wording import spoken
from services.planning.domain.working_days import CalendarRunsOut, WorkingDays
from services.planning.procedures.council import Council
from services.planning.procedures.faults import Fault, ProcedureUnreadable
from services.planning.procedures.given import GivenNotUnderstood, history_of
from services.planning.procedures.lines import Lines
from services.planning.procedures.reader import read_toml
from services.planning.procedures.reckoning import reckon

KEYS = ("says", "given", "expect")
_IF_ASKED = ("soon", "by", "force", "beside", "shortfall")
"""Looked at only in the examples that mention them."""
EXPECTED = ("duty", "from", "aim", "due", "skips", "met", "dropped", "waits", "state", *_IF_ASKED)
_NOTHING_SKIPPED = "nothing"


@dataclass(frozen=True)
class Example:
    """One example as it stands in the file: a sentence, the facts, and the duties expected of them.

    `lines`: where each fact stands, `line` where the example begins, `expected_at` where each duty is named.
    """

    line: int
    says: str
    given: tuple[str, ...]
    expect: tuple[Mapping[str, str], ...]
    lines: tuple[int, ...] = ()
    expected_at: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Worked:
    """One example with what came of it."""

    path: Path
    example: Example
    duties: tuple[Duty, ...]
    faults: tuple[Fault, ...]

    @property
    def ids(self) -> frozenset[str]:
        """The requirements whose duties it exercises."""
        return frozenset(one for duty in self.duties for one in duty.ids)


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


def run_examples(path: Path, council: Council, working_days: WorkingDays) -> list[Fault]:
    """What the examples expect and the procedure does not say, or says and they do not expect."""
    try:
        examples = read_examples(path)
    except ProcedureUnreadable as error:
        return list(error.faults)
    return [fault for example in examples for fault in run_example(path, example, council, working_days)]


def run_example(path: Path, example: Example, council: Council, working_days: WorkingDays) -> list[Fault]:
    """The faults of one example; none where every duty is expected and every expectation is met."""
    return list(work(path, example, council, working_days).faults)


def work(path: Path, example: Example, council: Council, working_days: WorkingDays) -> Worked:
    """Reckons what the example is given, and compares."""
    try:
        history = history_of(example.given, council)
    except GivenNotUnderstood as error:
        lines = {example.lines[number]: wrong for number, wrong in error.wrong.items()}
        told = [
            Fault(str(path), line, wrong.word, f"(given) {wrong.problem}", wrong.allowed)
            for line, wrong in lines.items()
        ]
        return Worked(path, example, (), tuple(told))
    unknown = tuple(_no_duties(path, example, council))
    if unknown:
        return Worked(path, example, (), unknown)
    waits = any("waits" in entry for entry in example.expect)
    try:
        duties = [duty for duty in reckon(council, history, working_days) if waits or duty.state != WAITING]
    except (CalendarRunsOut, OverflowError) as error:
        fault = Fault(str(path), example.line, example.says, f"cannot be reckoned: {error}")
        return Worked(path, example, (), (fault,))
    found = Counter(_told(duty, _asked(example, duty)) for duty in duties)
    expected = Counter(_expected(entry) for entry in example.expect)
    faults = tuple(
        Fault(str(path), example.line, example.says, problem)
        for problem in _differences([*(expected - found).elements()], [*(found - expected).elements()])
    )
    return Worked(path, example, tuple(duties), faults)


def _no_duties(path: Path, example: Example, council: Council) -> Iterator[Fault]:
    """Where an entry names a duty that no clause has."""
    names = tuple(dict.fromkeys(name for edition in council.editions for name in edition.duties))
    for entry in example.expect:
        if entry.get("duty") not in names:
            word = entry.get("duty", "")
            line = example.expected_at.get(word, example.line)
            yield Fault(str(path), line, word, "(expect) is no duty of this procedure", names)


def _differences(missing: list[str], unexpected: list[str]) -> Iterator[str]:
    """What was expected of a duty beside what it comes to, where one was expected and another found."""
    left = list(unexpected)
    for one in missing:
        other = next((each for each in left if _name_of(each) == _name_of(one)), None)
        if other is None:
            yield f"is wrong: expected {one}; it does not come to that"
        else:
            left.remove(other)
            yield f"is wrong: expected {one}; it comes to {other}"
    yield from (f"is wrong: it comes to {one} as well, which is not expected" for one in left)


def _name_of(told: str) -> str:
    return re.split(" from | waiting for | not known", told)[0]


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
    for key, value in _not_texts(_listed(table, "expect")):
        line = lines.key("example", index, "expect", str(value))
        problem = f"({key}) is not a text; write a day like Friday 18 December 2026, in quotes"
        yield Fault(str(path), line, str(value), problem)
    for word in _unexpected(table.get("expect")):
        line = lines.key("example", index, "expect", word)
        yield Fault(str(path), line, word, "cannot be expected of a duty", EXPECTED)


def _listed(table: Mapping[str, object], key: str) -> list[object]:
    found = table.get(key)
    return found if isinstance(found, list) else []


def _not_texts(entries: list[object]) -> Iterator[tuple[str, object]]:
    for entry in entries:
        if isinstance(entry, dict):
            yield from ((key, value) for key, value in entry.items() if not isinstance(value, str))


def _unexpected(entries: object) -> list[str]:
    tables = entries if isinstance(entries, list) else []
    return [
        str(key)
        for table in tables
        for key in (table if isinstance(table, dict) else [table])
        if key not in EXPECTED
    ]


def _fault(path: Path, lines: Lines, key: str, problem: str, allowed: tuple[str, ...]) -> Fault:
    return Fault(str(path), max(lines.section(key), lines.key("", 0, key)), key, problem, allowed)


def _example(lines: Lines, index: int, table: Mapping[str, object]) -> Example:
    given = cast(list[str], table["given"])
    expect = cast(list[dict[str, str]], table["expect"])
    places = tuple(lines.key("example", index, "given", line) for line in given)
    duties = [str(entry.get("duty", "")) for entry in expect]
    named = {duty: lines.key("example", index, "expect", duty) for duty in duties}
    begins = lines.section("example", index)
    return Example(begins, str(table["says"]), tuple(given), tuple(expect), places, named)


def _expected(entry: Mapping[str, str]) -> str:
    if "waits" in entry:
        return f"{entry.get('duty')} waiting for {entry['waits']}"
    if entry.get("state") == NOT_KNOWN:
        return f"{entry.get('duty')} not known"
    parts = [f"{entry.get('duty')} from {entry.get('from')}, due {entry.get('due')}"]
    parts.append(f"skipping {entry.get('skips', _NOTHING_SKIPPED)}")
    parts += [f"{key} {entry[key]}" for key in ("aim", MET, DROPPED, *_IF_ASKED) if key in entry]
    return ", ".join(parts)


def _told(duty: Duty, asked: set[str]) -> str:
    if duty.state == WAITING:
        return _expected({"duty": duty.name, "waits": duty.why.partition(": ")[2].partition(". ")[0]})
    told = {
        "duty": duty.name,
        "from": spoken(duty.anchored_on) if duty.anchored_on else duty.state,
        "due": spoken(duty.due) if duty.due else NOT_SET,
        "skips": _skipped(duty.why),
        "state": duty.state,
    }
    if duty.aim:
        told["aim"] = spoken(duty.aim)
    if duty.state == MET and duty.met_on:
        told[MET] = spoken(duty.met_on)
    if duty.state == DROPPED:
        told[DROPPED] = duty.dropped_because
    more = {
        "soon": spoken(duty.soon) if duty.soon else "",
        "by": duty.owed_by,
        "force": duty.force,
        "beside": " ".join(duty.beside),
        "shortfall": " ".join(duty.shortfall),
    }
    return _expected(told | {key: more[key] for key in asked})


def _asked(example: Example, duty: Duty) -> set[str]:
    """What this example wants to know of the duty besides its dates."""
    due = spoken(duty.due) if duty.due else NOT_SET
    entries = [e for e in example.expect if (e.get("duty"), e.get("due")) == (duty.name, due)]
    return {key for entry in entries for key in entry if key in _IF_ASKED}


def _skipped(why: str) -> str:
    """The closed weekdays as the explanation itself names them, so that the words are proved too."""
    over = why.split(": ")[0].partition("; ")[2]
    return (
        over.removesuffix(" are not working days").removesuffix(" is not a working day") or _NOTHING_SKIPPED
    )
