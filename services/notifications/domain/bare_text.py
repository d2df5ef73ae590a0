"""Brings text down to bare letters and figures, so that the way it is written hides nothing."""

import re
import unicodedata
from html import unescape
from urllib.parse import unquote

_SHORT = {
    **dict.fromkeys(("road", "roads"), "rd"),
    **dict.fromkeys(("street", "str", "strt", "saint"), "st"),
    **dict.fromkeys(("avenue", "av", "avn", "aven"), "ave"),
    **dict.fromkeys(("lane",), "ln"),
    **dict.fromkeys(("drive", "drv"), "dr"),
    **dict.fromkeys(("close", "clo"), "cl"),
    **dict.fromkeys(("court", "crt"), "ct"),
    **dict.fromkeys(("crescent", "cresc", "crs", "cr"), "cres"),
    **dict.fromkeys(("gardens", "gdn", "gds", "gardns"), "gdns"),
    **dict.fromkeys(("terrace", "terr", "tce"), "ter"),
    **dict.fromkeys(("place", "plc"), "pl"),
    **dict.fromkeys(("square",), "sq"),
    **dict.fromkeys(("house", "ho", "hs"), "hse"),
    **dict.fromkeys(("apartment", "apt", "flt"), "flat"),
    **dict.fromkeys(("mount",), "mt"),
    **dict.fromkeys(("grove",), "gr"),
    **dict.fromkeys(("school", "schl"), "sch"),
    **dict.fromkeys(("primary", "prim"), "pri"),
    **dict.fromkeys(("centre", "center", "ctr"), "cen"),
    "north": "n",
    "south": "s",
    "east": "e",
    "west": "w",
    **dict.fromkeys(("and", "the", "number", "no", "num"), ""),
}
_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
_FIGURES = {
    **{word: str(n) for n, word in enumerate((_UNITS + " sixteen seventeen eighteen nineteen").split())},
    **dict.fromkeys("oh o nought naught nil".split(), "0"),
    **dict.fromkeys(("hundred",), "00"),
}
_TENS = {
    word: str(n) for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_LETTERS = {
    word: word[0]
    for word in (
        "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa"
        " quebec romeo sierra tango uniform victor whiskey xray yankee zulu zed alfa juliett whisky"
    ).split()
}
_TIMES = {"double": 2, "treble": 3, "triple": 3}
_CAPITAL_TWINS = str.maketrans("АВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTYXIJSABEZHIKMNOPTYX")
_SMALL_TWINS = str.maketrans("аеорсухіјѕһԁɡαορικντυıł", "aeopcyxijshdgaopikvtuil")
_LOOKS_LIKE = str.maketrans("oilzeastb", "011234578")
_WORD = re.compile(r"[a-z0-9]+")


def plain(text: str) -> str:
    """Small Latin letters: no accents, no look-alikes of other scripts, nothing that does not print."""
    text = unquote(unescape(text))
    if text.isascii():  # most lines are, and nothing of the rest is about them
        return re.sub("['`]", "", text.casefold())
    text = unicodedata.normalize("NFKD", text).translate(_CAPITAL_TWINS).casefold().translate(_SMALL_TWINS)
    kept = (_figure(c) for c in text if unicodedata.category(c) not in ("Mn", "Me", "Cf"))
    return re.sub("['’‘`´]", "", "".join(kept))


def words_of(text: str) -> list[str]:
    return _WORD.findall(plain(text))


def without_possessive(text: str) -> str:
    return re.sub(r"(?i)['’‘`´]s\b", "", text)


def shortened(words: list[str]) -> list[str]:
    """Street is st, House is hse, "the" and "number" are nothing."""
    return [_SHORT.get(word, word) for word in words]


def ways_to_shorten(short: str) -> list[str]:
    """All that is written for "rd": road, roads, rd."""
    return [short, *(word for word, other in _SHORT.items() if other == short)]


def alike(text: str) -> str:
    """One character for those that are taken for each other: O and 0, l and 1, S and 5."""
    return text.translate(_LOOKS_LIKE)


def in_figures(words: list[str]) -> list[str]:
    """ "double seven" is 77, "oh" is 0, "seventeen" is 17, "zulu" is z. As many words as before."""
    found: list[str] = []
    for at, word in enumerate(words):
        before, after = words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""
        if word in _TIMES:
            found.append("" if _sign(after).isdigit() or len(_sign(after)) == 1 else word)
        elif word in _TENS:
            found.append(_TENS[word] + ("" if 0 < _unit(after) < 10 else "0"))
        else:
            sign = _sign(word)
            found.append(sign * _TIMES.get(before, 1) if sign.isdigit() or len(sign) == 1 else sign)
    return found


def _sign(word: str) -> str:
    return _FIGURES.get(word) or _LETTERS.get(word, word)


def _unit(word: str) -> int:
    return int(_FIGURES[word]) if word in _FIGURES and word != "hundred" else -1


def _figure(character: str) -> str:
    """The figures of other scripts as ours."""
    return str(unicodedata.decimal(character)) if unicodedata.category(character) == "Nd" else character
