"""Runs a council's worked examples: given what happened, exactly these duties, reckoned by hand."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from services.planning.domain.duty import DROPPED, MET, NOT_KNOWN, NOT_SET, WAITING, Duty
from services.planning.domain.history import History
from services.planning.domain.wording import joined, spoken
from services.planning.domain.working_days import CalendarRunsOut, WorkingDays
from services.planning.procedures.circulation import circulation_for
from services.planning.procedures.council import Council
from services.planning.procedures.example_files import IF_ASKED, Example, read_examples
from services.planning.procedures.faults import Fault, ProcedureUnreadable
from services.planning.procedures.given import GivenNotUnderstood, history_of
from services.planning.procedures.meetings_expected import Said, meetings_of, said_of
from services.planning.procedures.reckoning import reckon

_NOTHING_SKIPPED = "nothing"


@dataclass(frozen=True)
class Worked:
    """One example with what came of it."""

    path: Path
    example: Example
    duties: tuple[Duty, ...]
    faults: tuple[Fault, ...]
    meetings: tuple[Said, ...] = ()

    @property
    def ids(self) -> frozenset[str]:
        """The requirements whose duties, chairs and questions it exercises."""
        exercised = [*(duty.ids for duty in self.duties), *(meeting.ids for meeting in self.meetings)]
        return frozenset(one for ids in exercised for one in ids)


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
        misread = [
            Fault(str(path), line, wrong.word, f"(given) {wrong.problem}", wrong.allowed)
            for line, wrong in lines.items()
        ]
        return Worked(path, example, (), tuple(misread))
    unknown = (*_no_duties(path, example, council), *_no_meetings(path, example, council))
    if unknown:
        return Worked(path, example, (), unknown)
    waits = any("waits" in entry for entry in example.expect)
    try:
        duties = [duty for duty in reckon(council, history, working_days) if waits or duty.state != WAITING]
        meetings = tuple(said_of(one, council, history, working_days) for one in example.meetings)
        told = [_told(duty, _asked(example, duty), council, history, working_days) for duty in duties]
    except (CalendarRunsOut, OverflowError) as error:
        fault = Fault(str(path), example.line, example.says, f"cannot be reckoned: {error}")
        return Worked(path, example, (), (fault,))
    found, expected = Counter(told), Counter(_expected(entry) for entry in example.expect)
    problems = [*_differences([*(expected - found).elements()], [*(found - expected).elements()])]
    problems += [
        f"is wrong: expected {one.expected}; it comes to {one.found}"
        for one in meetings
        if one.expected != one.found
    ]
    faults = tuple(Fault(str(path), example.line, example.says, problem) for problem in problems)
    return Worked(path, example, tuple(duties), faults, meetings)


def _no_duties(path: Path, example: Example, council: Council) -> Iterator[Fault]:
    """Where an entry names a duty that no clause has."""
    names = tuple(dict.fromkeys(name for edition in council.editions for name in edition.duties))
    for entry in example.expect:
        if entry.get("duty") not in names:
            word = entry.get("duty", "")
            line = example.expected_at.get(word, example.line)
            yield Fault(str(path), line, word, "(expect) is no duty of this procedure", names)


def _no_meetings(path: Path, example: Example, council: Council) -> Iterator[Fault]:
    """Where an entry asks of the chair or the questions of something that is no meeting."""
    names = meetings_of(council)
    for one in (one for one in example.meetings if one.kind not in names):
        yield Fault(str(path), one.line, one.kind, f"({one.about}) is not a meeting", names)


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


def _expected(entry: Mapping[str, str]) -> str:
    if "waits" in entry:
        return f"{entry.get('duty')} waiting for {entry['waits']}"
    if entry.get("state") == NOT_KNOWN:
        return f"{entry.get('duty')} not known"
    parts = [f"{entry.get('duty')} from {entry.get('from')}, due {entry.get('due')}"]
    parts.append(f"skipping {entry.get('skips', _NOTHING_SKIPPED)}")
    parts += [f"{key} {entry[key]}" for key in ("aim", MET, DROPPED, *IF_ASKED) if key in entry]
    return ", ".join(parts)


def _told(duty: Duty, asked: set[str], council: Council, history: History, working_days: WorkingDays) -> str:
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
    if asked & {"of", "to", "who"}:
        more |= _of_the_record(duty, council, history, working_days)
    return _expected(told | {key: more.get(key, "nobody") for key in asked})


def _of_the_record(
    duty: Duty, council: Council, history: History, working_days: WorkingDays
) -> Mapping[str, str]:
    """What goes out after a meeting and to whom, or who may sign before it does."""
    circulation = circulation_for(council, history, duty.anchor, working_days)
    if circulation and circulation.duty.name == duty.name:
        return {"of": circulation.of, "to": joined(circulation.to)}
    edition = council.edition_on(duty.anchored_on) if duty.anchored_on else council.editions[-1]
    gate = next((rule for rule in edition.sign_offs if rule.name == duty.name), None)
    return {"who": joined(gate.who)} if gate else {}


def _asked(example: Example, duty: Duty) -> set[str]:
    """What this example wants to know of the duty besides its dates."""
    due = spoken(duty.due) if duty.due else NOT_SET
    entries = [e for e in example.expect if (e.get("duty"), e.get("due")) == (duty.name, due)]
    return {key for entry in entries for key in entry if key in IF_ASKED}


def _skipped(why: str) -> str:
    """The closed weekdays as the explanation itself names them, so that the words are proved too."""
    over = why.split(": ")[0].partition("; ")[2]
    return (
        over.removesuffix(" are not working days").removesuffix(" is not a working day") or _NOTHING_SKIPPED
    )
