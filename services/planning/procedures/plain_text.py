"""An explained procedure as text for a terminal, wrapped."""

from collections.abc import Iterator
from textwrap import wrap

from services.planning.procedures.explaining import Entry, Part
from services.planning.procedures.sentences import sentence_case

_WIDTH = 79


def as_text(parts: tuple[Part, ...], ids: bool = False) -> Iterator[str]:
    """Line by line; `ids`: with the rows of the requirements that each rule carries."""
    for part in parts:
        yield from ("", part.heading.upper(), "")
        for entry in part.entries:
            yield from _entry(entry, ids)


def _entry(entry: Entry, ids: bool) -> Iterator[str]:
    yield from wrap(entry.title, _WIDTH)
    source = [sentence_case(entry.clause)] if entry.clause else []
    source += [f"[{' '.join(entry.ids)}]"] if ids and entry.ids else []
    lines = [
        " ".join(entry.sentences),
        entry.says,
        *(f"How we read it: {reading}." for reading in entry.readings),
        " ".join(source),
    ]
    for line in filter(None, lines):
        yield from wrap(line, _WIDTH, initial_indent="  ", subsequent_indent="  ")
    yield ""
