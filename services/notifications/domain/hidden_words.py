"""Searches a copy for what its reader must not see, in the spellings people use.

The text is squeezed to bare letters and digits, so that line breaks, hyphens, spaced-out letters and
punctuation hide nothing; each squeezed character remembers its line, so that a hit can be found again.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

_SHORT = {
    "road": "rd",
    "street": "st",
    "saint": "st",
    "avenue": "ave",
    "av": "ave",
    "lane": "ln",
    "drive": "dr",
    "close": "cl",
    "court": "ct",
    "crescent": "cres",
    "gardens": "gdns",
    "terrace": "ter",
    "terr": "ter",
    "place": "pl",
    "square": "sq",
    "house": "hse",
    "apartment": "flat",
    "apt": "flat",
    "mount": "mt",
    "north": "n",
    "south": "s",
    "east": "e",
    "west": "w",
    "and": "",
    "the": "",
    "number": "",
    "no": "",
}
_ROADS = {"rd", "st", "ave", "ln", "dr", "cl", "ct", "cres", "gdns", "ter", "pl", "sq", "way", "hill", "row"}
_GENERIC = set(
    "school primary academy infant infants junior high secondary nursery refuge hostel centre".split()
)
_DIGITS = {
    word: digit
    for digit, words in enumerate(
        ("zero oh nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    )
    for word in words.split()
}
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_NUMBERS = {word: str(number) for word, number in _DIGITS.items()} | {
    word: str(number) for number, word in enumerate(_TEENS, 10)
}
_TWINS = str.maketrans("аеорсухіјѕ", "aeopcyxijs")  # Cyrillic letters that look Latin
_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)\s*(\d[a-z]{2})\b", re.IGNORECASE)
_LOOKS_LIKE = str.maketrans("oil", "011")
_WORD = re.compile(r"[a-z0-9]+")
_LEAST = 5
"""Letters and digits below which a spelling would be found everywhere."""


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
    text: str
    lines: tuple[int, ...]


def hits(text: str, hidden: Iterable[Hidden]) -> list[Hit]:
    """One for each hidden value that the text holds in any spelling, at its first place."""
    forms = _forms(text)
    found = []
    for value in hidden:
        line = min((line for form in forms for line in _lines(form, value)), default=0)
        if line:
            found.append(Hit(value.id, value.kind, f"line {line} of the copy"))
    return found


def _lines(form: _Squeezed, value: Hidden) -> Iterator[int]:
    for needle in _spellings(value):
        if len(needle) >= _LEAST and (at := form.text.find(needle)) >= 0:
            yield form.lines[at] + 1


def _forms(text: str) -> list[_Squeezed]:
    """As written, with long words shortened, with numbers in figures, and with look-alikes as one."""
    lines = [_plain(line) for line in text.splitlines()]
    written = _squeeze(lines, lambda words: words)
    shortened = _squeeze(lines, lambda words: [_SHORT.get(word, word) for word in words])
    numbers = _squeeze(lines, _in_figures)
    both = _squeeze(lines, lambda words: [_SHORT.get(word, word) for word in _in_figures(words)])
    alike = _Squeezed(numbers.text.translate(_LOOKS_LIKE), numbers.lines)
    return [written, shortened, numbers, both, alike]


def _squeeze(lines: list[str], change: Callable[[list[str]], list[str]]) -> _Squeezed:
    text, places = [], []
    for number, line in enumerate(lines):
        for word in change(_WORD.findall(line)):
            text.append(word)
            places.extend([number] * len(word))
    return _Squeezed("".join(text), tuple(places))


def _plain(text: str) -> str:
    """Small letters without accents, look-alikes, or what does not print."""
    text = unicodedata.normalize("NFKD", text).casefold().translate(_TWINS)
    kept = (c for c in text if unicodedata.category(c) not in ("Mn", "Cf"))
    return "".join(kept).replace("'", "").replace("’", "").replace("‘", "")


def _in_figures(words: list[str]) -> list[str]:
    """ "double seven" is 77, "oh" is 0, "seventeen" is 17."""
    found: list[str] = []
    times = 1
    for word in words:
        if word in ("double", "treble", "triple"):
            times = 2 if word == "double" else 3
            continue
        figures = _NUMBERS.get(word, word)
        found.append(figures * times if figures.isdigit() else figures)
        times = 1
    return found


def _spellings(value: Hidden) -> set[str]:
    """Squeezed needles for one value."""
    words = _WORD.findall(_plain(value.value))
    if value.kind == "phone":
        return _phones(words)
    if value.kind == "mail":
        return _mails(value.value)
    if value.kind == "address":
        return _addresses(value.value)
    core = [word for word in words if word not in _GENERIC and word != "the"]
    return {form for part in (words, core) for form in _both(part)}


def _phones(words: list[str]) -> set[str]:
    """The digits without whatever stands for the country or the trunk zero."""
    digits = "".join(words)
    core = re.sub(r"^(0044|44)?0?", "", digits)
    return {core, core.translate(_LOOKS_LIKE)}


def _mails(value: str) -> set[str]:
    name, _, domain = _plain(value).partition("@")
    parts = ["".join(_WORD.findall(part)) for part in re.split(r"\.", domain)]
    user = "".join(_WORD.findall(name))
    dotted = "dot".join(_WORD.findall(name))
    joined = {"".join(parts), "dot".join(parts)}
    return {person + at + rest for person in (user, dotted) for at in ("", "at") for rest in joined}


def _addresses(value: str) -> set[str]:
    """The whole, each telling line, number and street, street with or without the town, the postcode."""
    found = set(_both(_WORD.findall(_plain(value))))
    for outward, inward in _POSTCODE.findall(value):
        code = (outward + inward).lower()
        found |= {code, code.translate(_LOOKS_LIKE)}
    for line in re.split(r"[\n,]", _POSTCODE.sub(" ", value)):
        words = _WORD.findall(_plain(line))
        if words and _SHORT.get(words[-1], words[-1]) in _ROADS:
            found |= set(_both(words))
            street = [word for word in words if not any(c.isdigit() for c in word) and word != "flat"]
            if len(street) > 1:
                found |= set(_both(street))
        elif any(word.isdigit() for word in words) and len(words) > 2:
            found |= set(_both(words))
    return found


def _both(words: list[str]) -> Iterator[str]:
    yield "".join(words)
    yield "".join(_SHORT.get(word, word) for word in words)
    yield "".join(_in_figures(words))
