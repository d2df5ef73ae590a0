"""The squeezed spellings in which an address, a phone number, a mailbox, a school or a place is written."""

import re
from collections.abc import Iterator

from services.notifications.domain.bare_text import (
    alike,
    in_figures,
    plain,
    shortened,
    ways_to_shorten,
    without_possessive,
    words_of,
)

_ROADS = set(
    "rd st ave ln dr cl ct cres gdns ter pl sq gr way hill row walk park view mews green gate bank parade"
    " wynd chare side quay wharf rise end fold villas cottages buildings estate".split()
)
_GENERIC = set(
    "the school sch primary academy infant infants junior juniors first middle high secondary nursery college"
    " church catholic community refuge hostel shelter centre unit project c of e ce rc cofe".split()
)
_PART_OF_A_HOUSE = set("flat apartment apt unit room floor".split())
_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)\s*(\d[a-z]{2})\b", re.IGNORECASE)
LONG = 12
"""From this length on a spelling counts even inside a longer word."""
WHOLE_NUMBER = 10
"""From this length on figures count even inside a longer number: whatever stands before is a prefix."""
_LEAST = 5
"""Below this a spelling would be found everywhere: used only where there is no longer one."""
_TELLING = 9
"""From this length on number and name tell a street without its kind: "17 Harbour", but not "12 High"."""
_NAMED = 10
"""From this length on two words tell a street without number and kind: "Harbour Refuge", not "St John"."""


def spellings(kind: str, value: str) -> set[str]:
    """Bare needles for one value of a kind."""
    kinds = {"phone": _phone, "mail": _mail, "address": _address, "school": _name, "place": _name}
    every = set(kinds.get(kind, _name)(value))
    found = {needle for needle in every if len(needle) >= _LEAST} or every - {""}
    return found | {alike(needle) for needle in found if len(needle) > _LEAST}


def _phone(value: str) -> Iterator[str]:
    """Each number without what stands for the country or the trunk zero, and as it is dialled locally."""
    parts = [_figures(part) for part in re.split(r"[/,;\n]|\bor\b", plain(value))]
    for digits in parts if min(map(len, parts)) >= WHOLE_NUMBER else [_figures(plain(value))]:
        core = re.sub(r"^(0044|44)?0?", "", digits)
        yield core
        yield "0" + core
        if core.startswith("2"):
            yield core[2:]
        elif re.match(r"11|1\d1", core):
            yield core[3:]
        elif core.startswith("1"):
            yield core[4:]


def _figures(text: str) -> str:
    """Those of the longest number: "(after 6pm)" belongs to none."""
    return max((re.sub(r"\D", "", run) for run in re.findall(r"[^a-z]+", text)), key=len, default="")


def _mail(value: str) -> Iterator[str]:
    """The sign and the dots may be missing, or be words."""
    for name, domain in re.findall(r"([^\s<>,;]+)@([^\s<>,;]+)", plain(value)) or [(value, "")]:
        yield from _mailbox(words_of(name), words_of(domain))


def _mailbox(names: list[str], domains: list[str]) -> Iterator[str]:
    for user in {"".join(names), "dot".join(names)}:
        for at in ("", "at"):
            yield user + at + "".join(domains)
            yield user + at + "dot".join(domains)
            if len(user) >= _LEAST and len("".join(domains[:1])) > 3:
                yield user + at + domains[0]


def _address(value: str) -> Iterator[str]:
    """The whole, each telling line, number and street, the street, the postcode."""
    yield from _each_way(words_of(value))
    yield from ("".join(found).lower() for found in _POSTCODE.findall(plain(value)))
    lines = [words_of(line) for line in re.split(r"[\n,;]", _POSTCODE.sub(" ", plain(value)))]
    for place, words in enumerate(line for line in lines if line):
        named = [w for w in words if not any(c.isdigit() for c in w) and w not in _PART_OF_A_HOUSE]
        if not named:
            continue
        if any(word[0].isdigit() for word in words):
            yield from _each_way(words)
            yield from _each_way(_from_number(words))
        for cut in _up_to_roads(words):
            numbered, street = _from_number(cut), [word for word in cut if word in named]
            yield from _each_way(numbered)
            if len("".join(numbered[:-1])) >= _TELLING and numbered[0][0].isdigit():
                yield from _each_way(numbered[:-1])
            yield from _each_way(street)
            for written in (numbered, street):
                yield from _abbreviated(written)
            if len(street) > 2 and len("".join(street[:-1])) >= _NAMED:
                yield "".join(street[:-1])
        if len(named) > 1 and place == 0:
            yield from _each_way(named)


def _from_number(words: list[str]) -> list[str]:
    """From the last number that something follows: the flat left out."""
    numbers = [i for i, word in enumerate(words[:-1]) if word[0].isdigit()]
    return words[max(numbers, default=0) :]


def _up_to_roads(words: list[str]) -> Iterator[list[str]]:
    """ "17 harbour street whitley bay" up to "street": the town may follow on the same line."""
    for at, word in enumerate(shortened(words)):
        if word in _ROADS and any(w.isalpha() and w not in _PART_OF_A_HOUSE for w in words[:at]):
            yield words[: at + 1]


def _abbreviated(words: list[str]) -> Iterator[str]:
    """Each way to cut the kind of road short: run together with its name it is no word to be shortened."""
    kind = shortened(words[-1:])[0]
    yield from ("".join(words[:-1]) + short for short in ways_to_shorten(kind))


def _name(value: str) -> Iterator[str]:
    """In full, and without the words that every such place has in its name."""
    for words in (words_of(value), words_of(without_possessive(value))):
        core = [word for word in words if word not in _GENERIC]
        kinds = [word for word in words if word in _GENERIC]
        yield from _each_way(words)
        yield from _each_way(core)
        for kind in kinds:
            yield from _each_way([*core, kind])
        if kinds and len(core) > 1 and core[-1] == "house":
            yield from _each_way([*core[:-1], kinds[-1]])
            yield from _each_way([*core[:-1], "womens", kinds[-1]])


def _each_way(words: list[str]) -> Iterator[str]:
    yield "".join(words)
    yield "".join(shortened(words))
    yield "".join(in_figures(words))
    yield "".join(shortened(in_figures(words)))
