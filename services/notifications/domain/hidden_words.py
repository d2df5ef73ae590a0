"""Searches a copy for what its reader must not see, in the spellings people use.

The text is squeezed to bare letters and figures, so that line breaks, hyphens, spaced-out letters and
punctuation hide nothing; each squeezed character remembers its line, so that a hit can be found again.
A short spelling must begin and end with a word: "harbour still" does not hold "Harbour St".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from services.notifications.domain.bare_text import alike, in_figures, shortened, without_possessive, words_of
from services.notifications.domain.mending import meant
from services.notifications.domain.spellings import LONG, WHOLE_NUMBER, spellings

_NAMES = ("address", "school", "place")
"""Kinds that are words: one slip of the pen hides nothing. A number with another figure is another number."""
_SAID_FOR_SIGNS = set("at sign dot point full stop period underscore hyphen dash minus plus a".split())


@dataclass(frozen=True)
class Hidden:
    """A value that this reader must not see. `kind`: address, phone, mail, school or place."""

    id: str
    kind: str
    value: str


@dataclass(frozen=True)
class Hit:
    """Where something hidden stands; never what."""

    id: str
    kind: str
    where: str


@dataclass(frozen=True)
class _Squeezed:
    """`edges`: where a word begins or ends; `lines`: the line of each character."""

    text: str
    edges: frozenset[int]
    lines: tuple[int, ...]


def hits(text: str, hidden: Iterable[Hidden]) -> list[Hit]:
    """One for each hidden value that the text holds in any spelling, at its first place."""
    values, found = list(hidden), []
    words, forms = (_words(text), _forms(text)) if values else ([], [])
    for value in values:
        needles = spellings(value.kind, value.value)
        places = _places(forms, needles)
        if not places and value.kind in _NAMES:
            places = _places(_mended(words, value.value), needles)
        if places:
            found.append(Hit(value.id, value.kind, f"line {min(places) + 1} of the copy"))
    return found


def _places(forms: Iterable[_Squeezed], needles: set[str]) -> list[int]:
    return [place for form in forms for needle in needles if (place := _first(form, needle)) >= 0]


def _first(form: _Squeezed, needle: str) -> int:
    """The line of the first place where the needle stands as words of its own; -1 for none."""
    at = form.text.find(needle)
    while at >= 0:
        end = at + len(needle)
        if _stands_alone(form, needle, at, end):
            return form.lines[at]
        at = form.text.find(needle, at + 1)
    return -1


def _stands_alone(form: _Squeezed, needle: str, at: int, end: int) -> bool:
    if needle.isdigit():
        return len(needle) >= WHOLE_NUMBER or _no_figure_beside(form.text, at, end)
    return len(needle) >= LONG or (at in form.edges and _ends(form, end))


def _ends(form: _Squeezed, end: int) -> bool:
    return end in form.edges or (form.text[end : end + 1] == "s" and end + 1 in form.edges)


def _no_figure_beside(text: str, at: int, end: int) -> bool:
    """No further figure on either side: it is no piece of a longer number."""
    return not text[max(at - 1, 0) : at].isdigit() and not text[end : end + 1].isdigit()


def _forms(text: str) -> list[_Squeezed]:
    """As written; shortened; with numbers in figures; both; without words for signs; look-alikes as one."""
    words = _words(text)
    unowned = _squeeze(_words(without_possessive(text)), lambda words: words)
    written = _squeeze(words, lambda words: words)
    short = _squeeze(words, shortened)
    figures = _squeeze(words, in_figures)
    both = _squeeze(words, lambda words: shortened(in_figures(words)))
    signless = _squeeze(words, _without_signs)
    forms = [written, short, figures, both, signless, unowned]
    return forms + [_Squeezed(alike(form.text), form.edges, form.lines) for form in (written, short, figures)]


def _mended(words: list[tuple[str, int]], value: str) -> list[_Squeezed]:
    """The text with slips in the value's own words put right; none where there is no slip."""
    right = meant((word for word, _ in words), words_of(value))
    if not right:
        return []
    mended = [(right.get(word, word), line) for word, line in words]
    return [
        _squeeze(mended, change)
        for change in (list, shortened, in_figures, lambda words: shortened(in_figures(words)))
    ]


def _words(text: str) -> list[tuple[str, int]]:
    return [(word, number) for number, line in enumerate(text.splitlines()) for word in words_of(line)]


def _squeeze(words: list[tuple[str, int]], change: Callable[[list[str]], list[str]]) -> _Squeezed:
    """`change` answers one text for each word, empty where the word is to be passed over."""
    pieces, edges, lines, length = [], {0}, [], 0
    for piece, (_, line) in zip(change([word for word, _ in words]), words, strict=True):
        pieces.append(piece)
        lines.extend([line] * len(piece))
        length += len(piece)
        edges.add(length)
    return _Squeezed("".join(pieces), frozenset(edges), tuple(lines))


def _without_signs(words: list[str]) -> list[str]:
    return ["" if word in _SAID_FOR_SIGNS else word for word in words]
