"""Reads a Children in Need census file child by child, however long it is, with the line of every date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from services.planning.domain.census import CensusChild, Fault, Stretch, TimeInNeed, Told

_CHUNK = 1 << 16
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(T00:00:00(\.0+)?)?Z?", re.ASCII)
_REFERENCE = re.compile(r"[^\W_][\w./ -]{0,39}")
_YES = ("1", "true")
_ENCODING = "it declares an encoding that is not read here; export it as UTF-8"


class BrokenFile(Exception):
    """It is no census, or no XML: nothing of it can be relied on. The words say where and what to do."""


@dataclass
class Element:
    """One element below a child's own, with the line that it began on."""

    name: str
    line: int
    text: str = ""
    inside: list["Element"] = field(default_factory=list)

    def all(self, name: str) -> list["Element"]:
        return [element for element in self.inside if element.name == name]

    def first(self, *path: str) -> "Element | None":
        found: Element | None = self
        for name in path:
            found = next(iter(found.all(name)), None) if found else None
        return found

    def word(self, *path: str) -> str:
        found = self.first(*path)
        return found.text.strip() if found else ""


def count_children(file: Path) -> int:
    """Reads all of it once, before anything is kept of it; raises BrokenFile."""
    return sum(1 for _ in _elements(file))


def read_children(file: Path) -> Iterator[CensusChild]:
    """Each as soon as it is read; only one is held at a time. Raises BrokenFile."""
    return (_child(element) for element in _elements(file))


class _Reading:
    """The parser's three calls, and the children that are complete."""

    def __init__(self, file: Path) -> None:
        self._file = file.name
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.complete: list[Element] = []
        self._path: list[str] = []
        self._open: list[Element] = []

    def refuse(self, line: int, says: str) -> NoReturn:
        place = f", in <{self._path[-1]}>" if self._path else ""
        raise BrokenFile(f"{self._file}, line {line}{place}: {says}. Nothing of the file was kept.") from None

    def _doctype(self, *_: object) -> None:
        words = "a DOCTYPE, which a census has not and which could draw in other files; export it without"
        self.refuse(self.parser.CurrentLineNumber, words)

    def _begin(self, name: str, _: dict[str, str]) -> None:
        line = self.parser.CurrentLineNumber
        if not self._path and name != "Message":
            self.refuse(line, f"<{name}> is the outermost element; a census begins with <Message>")
        element = Element(name, line)
        if self._open:
            self._open[-1].inside.append(element)
        if self._open or self._path == ["Message", "Children"] and name == "Child":
            self._open.append(element)
        self._path.append(name)

    def _text(self, text: str) -> None:
        if self._open:
            self._open[-1].text += text

    def _end(self, _: str) -> None:
        self._path.pop()
        if self._open:
            element = self._open.pop()
            if not self._open:
                self.complete.append(element)


def _elements(file: Path) -> Iterator[Element]:
    reading = _Reading(file)
    with file.open("rb") as stream:
        while True:
            chunk = stream.read(_CHUNK)
            try:
                reading.parser.Parse(chunk, not chunk)
            except expat.ExpatError as error:
                broken = f"not well-formed XML ({expat.ErrorString(error.code)}); mend it, or export it again"
                unknown = error.code == expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]
                reading.refuse(error.lineno, _ENCODING if unknown else broken)
            except (LookupError, ValueError):  # from Python's codecs, for the encoding that the file declares
                reading.refuse(reading.parser.CurrentLineNumber, _ENCODING)
            yield from reading.complete
            reading.complete.clear()
            if not chunk:
                return


class _Dates:
    """Reads the dates of one child and keeps what is no date."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def told(self, element: Element, name: str) -> Told | None:
        """None where it is absent, empty or no date."""
        found = element.first(name)
        words = found.text.strip() if found else ""
        if not found or not words:
            return None
        shape = _ISO.fullmatch(words)
        try:
            return Told(date.fromisoformat(shape[1] if shape else ""), found.line, name)
        except ValueError:
            says = f"{words[:20]!r} is no date; write it like 2026-12-18"
            self.faults.append(Fault(found.line, name, says))
            return None

    def stretches(self, element: Element, name: str, began: str, ended: str) -> Iterator[Stretch]:
        for each in element.all(name):
            before = len(self.faults)
            start, end = self.told(each, began), self.told(each, ended)
            if start:
                yield Stretch(start, end)
            elif len(self.faults) == before:
                self.faults.append(Fault(each.line, name, f"has no {began}; give it"))


def _child(element: Element) -> CensusChild:
    dates = _Dates()
    who = element.first("ChildIdentifiers") or Element("ChildIdentifiers", element.line)
    reference = who.word("LAchildID")
    if not _REFERENCE.fullmatch(reference):
        line = (who.first("LAchildID") or element).line
        says = "the council's own reference is wanted: at most 40 letters, digits and - . / _"
        dates.faults.append(Fault(line, "LAchildID", says))
        reference = ""
    born, expected = dates.told(who, "PersonBirthDate"), dates.told(who, "ExpectedPersonBirthDate")
    died = dates.told(who, "PersonDeathDate")
    times = tuple(time for each in element.all("CINdetails") for time in _time(each, dates))
    return CensusChild(reference, element.line, born, expected, died, times, tuple(dates.faults))


def _time(element: Element, dates: _Dates) -> Iterator[TimeInNeed]:
    before = len(dates.faults)
    referral, closure = dates.told(element, "CINreferralDate"), dates.told(element, "CINclosureDate")
    assessed = dates.stretches(
        element, "Assessments", "AssessmentActualStartDate", "AssessmentAuthorisationDate"
    )
    planned = dates.stretches(element, "CINPlanDates", "CINPlanStartDate", "CINPlanEndDate")
    protected = dates.stretches(element, "ChildProtectionPlans", "CPPstartDate", "CPPendDate")
    assessments, plans, protections = tuple(assessed), tuple(planned), tuple(protected)
    if referral:
        nothing = element.word("ReferralNFA").lower() in _YES
        because = element.word("ReasonForClosure")
        yield TimeInNeed(referral, closure, because, nothing, assessments, plans, protections)
    elif len(dates.faults) == before:
        dates.faults.append(Fault(element.line, "CINdetails", "has no CINreferralDate; give it"))
