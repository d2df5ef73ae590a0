"""Fifty values of each kind, each in every spelling of a list: what is exact is always found (A3)."""

from collections.abc import Callable, Iterator
from itertools import cycle

import pytest

from services.notifications.domain.hidden_words import Hidden, hits

ROADS = ["Harbour Refuge Road", "Station Street", "St John's Avenue", "Marine Terrace", "Elmfield Gardens"]
ROADS += ["Percy Park Crescent", "Beach Lane", "Queen Anne Court", "Norham Close", "Tynedale Drive"]
SHORT = {"Road": "Rd", "Street": "St", "Avenue": "Ave", "Terrace": "Terr", "Gardens": "Gdns"}
SHORT |= {"Crescent": "Cres", "Lane": "Ln", "Court": "Ct", "Close": "Cl", "Drive": "Dr"}
TOWNS = ["Whitley Bay", "North Shields", "Wallsend", "Tynemouth", "Byker"]
NUMBERS = [17, 3, 141, 28, 56]
DIGITS = "oh one two three four five six seven eight nine".split()


def wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def addresses() -> Iterator[tuple[str, str, str, str, str]]:
    """Number, road, town and postcode, and the whole as it stands on a form."""
    for index in range(50):
        number, road = NUMBERS[index % 5] + index, ROADS[index % 10]
        town, code = TOWNS[index // 10], f"NE{index % 30 + 1} {index % 9 + 1}Z{'ABDEF'[index % 5]}"
        yield str(number), road, town, code, f"Flat {index % 4 + 1}, {number} {road}, {town} {code}"


def shortened(road: str) -> str:
    name, _, kind = road.rpartition(" ")
    return f"{name} {SHORT[kind]}"


LAYOUTS: list[Callable[[str], str]] = [
    str,
    str.upper,
    str.lower,
    wide,
    lambda t: t.replace(" ", "\n"),
    lambda t: t.replace(" ", "  "),
    lambda t: t.replace(" ", "\u00a0"),
    lambda t: t.replace(" ", "-"),
    lambda t: t.replace(" ", "_"),
    lambda t: t.replace(" ", ""),
    lambda t: " ".join(t),
    lambda t: "\u200b".join(t),
    lambda t: t[:-2] + "-\n" + t[-2:],
    lambda t: f"({t}),",
    lambda t: f"\u201c{t}\u201d.",
]
ROAD_FORMS: list[Callable[[str, str, str], str]] = [
    lambda n, r, t: f"{n} {r}",
    lambda n, r, t: f"{n} {shortened(r)}",
    lambda n, r, t: f"{n}, {r}",
    lambda n, r, t: f"{n} {r}, {t}",
    lambda n, r, t: f"{r}, {t}",
    lambda n, r, t: f"{shortened(r)}, {t}",
    lambda n, r, t: f"No. {n} {r}",
]


@pytest.mark.parametrize(("number", "road", "town", "code", "whole"), list(addresses()))
def test_each_way_to_write_an_address_is_found(
    number: str, road: str, town: str, code: str, whole: str
) -> None:
    hidden = [Hidden("a", "address", whole)]
    plain = [form(number, road, town) for form in ROAD_FORMS] + [code, code.replace(" ", "."), whole]
    spelled = [layout(text) for text in plain for layout in LAYOUTS]
    assert len(set(spelled)) >= 130
    assert [text for text in spelled if not hits(f"One.\nHe saw {text} there.\n", hidden)] == []


@pytest.mark.parametrize("index", range(50))
def test_each_way_to_write_a_phone_number_is_found(index: int) -> None:
    number = f"07{700 + index} 9{index:02}1{(index * 37) % 100:02}"
    bare, hidden = number.replace(" ", ""), [Hidden("p", "phone", number)]
    plain = [
        number,
        f"+44 {bare[1:]}",
        f"0044{bare[1:]}",
        f"+44 (0){bare[1:]}",
        f"{bare[:5]}-{bare[5:8]}-{bare[8:]}",
    ]
    plain += [f"{bare[:3]} {bare[3:7]} {bare[7:]}", bare[1:], f"tel:{bare}", "/".join((bare[:5], bare[5:]))]
    spelled = [layout(text) for text in plain for layout in LAYOUTS]
    spelled += [" ".join(DIGITS[int(c)] for c in bare), ", ".join(DIGITS[int(c)] for c in bare)]
    spelled += [
        " ".join(DIGITS[int(c)] for c in bare).replace("oh", word) for word in ("zero", "nought", "O")
    ]
    assert [text for text in spelled if not hits(f"One.\nRing {text} at once.\n", hidden)] == []


@pytest.mark.parametrize("index", range(50))
def test_each_way_to_write_a_mailbox_is_found(index: int) -> None:
    name, family = (
        "kelly amir joan piotr zofia".split()[index % 5],
        "shaw reed bell nowak khan".split()[index // 10],
    )
    user, domain = f"{name}.{family}{index}", "family.example"
    plain = [
        f"{user}@{domain}",
        f"{user} at {domain}",
        f"{user} [at] {domain}",
        f"{user}(at)family[dot]example",
    ]
    plain += [f"{user} at family dot example", f"{name} dot {family}{index} at family dot example"]
    spelled = [layout(text) for text in plain for layout in LAYOUTS]
    hidden = [Hidden("m", "mail", f"{user}@{domain}")]
    assert [text for text in spelled if not hits(f"One.\nWrite to {text} now.\n", hidden)] == []


def test_minutes_that_name_none_of_them_are_let_through() -> None:
    hidden = [Hidden(whole, "address", whole) for *_, whole in addresses()]
    towns = cycle(TOWNS)
    harmless = "\n".join(
        f"{number}. By {index % 28 + 1} January 2027 the worker visits; see clause {number}.{index} and page"
        f" {index}. The road in {next(towns)} was busy, a train left the station, John came late."
        for index, (number, *_) in enumerate(addresses())
    )
    assert hits(harmless, hidden) == []
