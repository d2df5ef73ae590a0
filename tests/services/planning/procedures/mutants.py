"""Other procedures than a file's own: every number, unit, event, condition, role and day changed."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from services.planning.domain.span import UNITS, Span
from services.planning.domain.vocabulary import KINDS, ROLES
from services.planning.procedures.values import FORCES, RECIPIENTS

_SECTION = re.compile(r"^\[\[(\w+)\]\]", re.MULTILINE)
_SPAN = re.compile(r'"(\d+ [a-z ]+)"')
_SAME_DAY = re.compile(r'"(the same day)"')
_STARTS_A_CLOCK = re.compile(r"^(?:of|after|since) *= *(.+)$", re.MULTILINE)
_LISTS = (
    *("by", "met_by", "instead_of", "when", "unless", "having", "chaired_by", "only_after"),
    *("not_counting", "displaces", "suspended_by", "to", "who", "decided_by"),
)
_LEFT_OUT = (
    *("having", "earlier_counts", "unless_outcome", "when", "unless", "chaired_by", "only_after"),
    *("not_counting", "displaces", "suspended_by", "outlasts", "shows_grid", "shows", "start", "aim"),
    *("override", "met_by", "counted", "decided_by", "only_if_set"),
)
_OTHERS: Mapping[str, tuple[str, ...]] = {
    "to": RECIPIENTS,
    "who": ROLES,
    "decided_by": ROLES,
    "by": ROLES,
    "force": FORCES,
}
_GROWS = {"to": RECIPIENTS, "who": ROLES[:4], "decided_by": ROLES[:4]}
_DAY = re.compile(r"(?:in_force|on) *= *(\d{4}-\d{2}-\d{2})")


def mutants(text: str, own_events: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """What was changed, in words, and the changed text. Lines that only explain are left alone."""
    yield from mutants_of_dates(text, own_events)
    yield from _other_people(text)
    yield from _other_papers(text)
    yield from _other_days(text)


def mutants_of_dates(text: str, own_events: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """As above, of what a date depends on."""
    yield from _other_spans(text)
    yield from _other_anchors(text, own_events)
    yield from _shorter_lists(text)
    yield from _left_out(text)
    yield from _other_children(text)


def _replaced(text: str, start: int, end: int, word: str) -> tuple[str, str]:
    line = text.count("\n", 0, start) + 1
    return f"line {line}: {text[start:end]!r} became {word!r}", text[:start] + word + text[end:]


def _code(text: str) -> Iterator[tuple[int, str, str]]:
    """Each line that may be changed: where it begins, the line without its comment, its section."""
    section, at = "", 0
    for line in text.splitlines(keepends=True):
        header = _SECTION.match(line)
        section = header[1] if header else section
        if not line.startswith(("#", "says", "reading", "title", "means")):
            yield at, line.split("  #")[0].rstrip("\n"), section
        at += len(line)


def _other_spans(text: str) -> Iterator[tuple[str, str]]:
    """Each number one more and one less, each unit exchanged for each other unit."""
    for at, line, _ in _code(text):
        for match in _SPAN.finditer(line):
            span = Span.parse(match[1])
            others = [Span(n, span.unit) for n in (span.number - 1, span.number + 1) if n]
            others += [Span(span.number, unit) for unit in UNITS if unit != span.unit]
            for other in others:
                yield _replaced(text, at + match.start(1), at + match.end(1), str(other))
        for match in _SAME_DAY.finditer(line):
            yield _replaced(text, at + match.start(1), at + match.end(1), "1 day")
        if match := re.match(r"number *= *(\d+)", line):
            for number in (int(match[1]) - 1, int(match[1]) + 1):
                yield _replaced(text, at + match.start(1), at + match.end(1), str(number))


def _other_anchors(text: str, own: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Each event that starts a clock exchanged for every other."""
    for at, line, section in _code(text):
        match = _STARTS_A_CLOCK.match(line)
        if not match or (section == "circulate" and line.startswith("of")):
            continue
        for word in re.finditer(r'"([^"]+)"', match[1]):
            start = at + match.start(1) + word.start(1)
            for kind in (kind for kind in (*KINDS, *own) if kind != word[1]):
                yield _replaced(text, start, start + len(word[1]), kind)


def _shorter_lists(text: str) -> Iterator[tuple[str, str]]:
    """Each word left out of a list that has others."""
    for at, line, section in _code(text):
        match = re.match(rf"(?:{'|'.join(_LISTS)}|of) *= *\[(.+)\]", line)
        words = match[1].split(", ") if match else []
        if match and len(words) > 1 and not (section != "stop" and line.startswith("by ")):
            for word in words:
                shorter = ", ".join(other for other in words if other != word)
                yield _replaced(text, at + match.start(1), at + match.end(1), shorter)


def _left_out(text: str) -> Iterator[tuple[str, str]]:
    """Each condition left out altogether."""
    for at, line, section in _code(text):
        keys = (*_LEFT_OUT, "else") if section != "sign_off" else ("when", "unless", "met_by")
        if re.match(rf"(?:{'|'.join(keys)}) *=", line):
            yield _replaced(text, at, at + len(line), "")
        if match := re.search(r", (?:at_least|at_most|when|else) *= *(?:\"[^\"]*\"|\[[^\]]*\])", line):
            yield _replaced(text, at + match.start(), at + match.end(), "")


def _other_people(text: str) -> Iterator[tuple[str, str]]:
    """Each recipient, role and force exchanged for every other, and one more beside those of a list."""
    for at, line, section in _code(text):
        if value := re.match(rf'"[^"]+" *= *"({"|".join(ROLES)})"', line):  # what a council has set
            yield from (
                _replaced(text, at + value.start(1), at + value.end(1), one)
                for one in ROLES
                if one != value[1]
            )
        match = re.match(rf"({'|'.join(_OTHERS)}) *= *(.+)$", line)
        if not match or section == "stop":
            continue
        others = [word for word in _OTHERS[match[1]] if f'"{word}"' not in match[2]]
        for word in re.finditer(r'"([^"]+)"', match[2]):
            if match[2][: word.start()].endswith("local = "):
                continue
            start = at + match.start(2) + word.start(1)
            yield from (_replaced(text, start, start + len(word[1]), other) for other in others)
        end = at + match.start(2) + match[2].rfind("]")
        if match[2].startswith("["):
            more = (word for word in _GROWS[match[1]] if word in others)
            yield from (_replaced(text, end, end + 1, f', "{word}"]') for word in more)


def _other_papers(text: str) -> Iterator[tuple[str, str]]:
    """What goes out after a meeting, and each question that a record answers, in other words."""
    for at, line, section in _code(text):
        wanted = {"circulate": r'of *= *"(.+)"$', "questions": r'  "(.+)",?$'}.get(section)
        if wanted and (match := re.match(wanted, line)):
            yield _replaced(text, at + match.start(1), at + match.end(1), "something else")


def _other_days(text: str) -> Iterator[tuple[str, str]]:
    """The day on which an edition takes over, and each closure: the day before and the day after."""
    for at, line, _ in _code(text):
        if match := _DAY.match(line):
            day = date.fromisoformat(match[1])
            for other in (day - timedelta(1), day + timedelta(1)):
                yield _replaced(text, at + match.start(1), at + match.end(1), other.isoformat())


def _other_children(text: str) -> Iterator[tuple[str, str]]:
    """Each circumstance and team that a rule asks about exchanged for every other that the file declares."""
    declared = re.findall(r'^\[\[(?:circumstance|team)\]\]\nname *= *"([^"]+)"', text, re.MULTILINE)
    for at, line, _ in _code(text):
        match = re.match(r"(?:when|unless) *= *\[(.+)\]", line)
        for word in re.finditer(r'"([^"]+)"', match[1]) if match else ():
            start = at + match.start(1) + word.start(1)
            others = (one for one in declared if f'"{one}"' not in match[1])
            yield from (_replaced(text, start, start + len(word[1]), one) for one in others)
