"""Reads a council's files by the grammar; every wrong word is a fault with its file and line."""

import re
import tomllib
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from services.planning.procedures import grammar
from services.planning.procedures.edition import Edition
from services.planning.procedures.faults import Fault, ProcedureUnreadable, WrongWord
from services.planning.procedures.grammar import Key, Section
from services.planning.procedures.lines import Lines
from services.planning.procedures.soundness import unsound
from services.planning.procedures.values import Known

LONGEST, LARGEST = 5_000, 1_000_000
"""Lines and bytes of one file. The longest of ours has a tenth of that."""
_TOML_PLACE = re.compile(r"(.*) \(at line ([0-9]+), column [0-9]+\)")


def read_edition(path: Path) -> Edition:
    """One edition's file; raises ProcedureUnreadable with every fault in it."""
    reading = Reading(path)
    found = reading.whole(grammar.EDITION_TOP, grammar.EDITION)
    reading.end()
    edition = Edition(sha256=sha256(path.read_bytes()).hexdigest(), **found)  # type: ignore[arg-type]  # checked
    reading.faults.extend(unsound(edition, path, reading.lines))
    reading.end()
    return edition


def read_toml(path: Path) -> tuple[Mapping[str, object], Lines]:
    """The file's content and its lines; raises ProcedureUnreadable where it is no TOML at all."""
    content = _content(path)
    length = content.count("\n")
    if length > LONGEST:
        problem = f"has {length:,} lines; a procedure has at most {LONGEST:,}: is it the right file?"
        raise _unreadable(path, problem, LONGEST)
    try:
        return tomllib.loads(content), Lines(content)
    except RecursionError:
        raise _unreadable(path, "is not TOML that we read: brackets within brackets without end") from None
    except ValueError as error:
        lines = content.split("\n")
        place = _TOML_PLACE.fullmatch(str(error))
        problem, line = (place[1], int(place[2])) if place else (str(error), len(content.splitlines()))
        word = lines[min(line, len(lines)) - 1].strip()
        hint = ": there is no such day; write it like 2026-09-01" if "Invalid date" in problem else ""
        raise ProcedureUnreadable([Fault(str(path), line, word, f"is not TOML: {problem}{hint}")]) from None


def _content(path: Path) -> str:
    """Text as editors save it: UTF-8, with or without the mark that some put before it."""
    if path.is_dir():
        problem = "is a folder: name one of its files"
        raise _unreadable(path, problem, allowed=tuple(sorted(each.name for each in path.glob("*.toml"))))
    if not path.exists():
        beside = sorted(each.name for each in path.parent.glob("*.toml"))
        raise _unreadable(path, "cannot be read: there is no such file", allowed=tuple(beside))
    try:
        if path.stat().st_size > LARGEST:
            raise _unreadable(path, f"has more than {LARGEST:,} bytes: is it the right file?")
        found = path.read_bytes()
        return found.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = found.count(b"\n", 0, error.start) + 1
        raise _unreadable(path, "is not UTF-8 text: save it as UTF-8 in your editor", line) from None
    except OSError as error:
        raise _unreadable(path, f"cannot be read: {error.strerror}") from None


def _unreadable(
    path: Path, problem: str, line: int = 1, allowed: tuple[str, ...] = ()
) -> ProcedureUnreadable:
    return ProcedureUnreadable([Fault(str(path), line, path.name, problem, allowed)])


class Reading:
    """One file while it is read: gathers its faults instead of stopping at the first."""

    def __init__(self, path: Path) -> None:
        self.path, self.faults = path, list[Fault]()
        self.content, self.lines = read_toml(path)
        self.known = Known(self._names("event"), (*self._names("circumstance"), *self._names("team")))

    def whole(self, top: Mapping[str, Key], sections: Mapping[str, Section]) -> dict[str, object]:
        """Every field of the file, the sections gathered as tuples of what they make."""
        own = {key: value for key, value in self.content.items() if key not in sections}
        also = tuple(f"[[{name}]]" for name in sections)
        found = self._table("", 0, own, top, also)
        for name, section in sections.items():
            made = [self._made(name, index, table, section) for index, table in enumerate(self._tables(name))]
            found[section.gathers] = tuple(one for one in made if one is not None)
        return found

    def end(self) -> None:
        if self.faults:
            raise ProcedureUnreadable(sorted(self.faults, key=lambda fault: fault.line))

    def _names(self, section: str) -> tuple[str, ...]:
        return tuple(str(table.get("name")) for table in self._tables(section))

    def _tables(self, name: str) -> list[Mapping[str, object]]:
        tables = self.content.get(name, [])
        if isinstance(tables, list) and all(isinstance(table, dict) for table in tables):
            return tables
        self._fault(self.lines.key("", 0, name), name, f"is written as a section: [[{name}]]")
        return []

    def _made(self, name: str, index: int, table: Mapping[str, object], section: Section) -> object | None:
        before = len(self.faults)
        found = self._table(name, index, table, section.keys)
        for choice in section.one_of:
            if sum(key in table for key in choice) != 1:
                line = self.lines.section(name, index)
                self._fault(line, f"[[{name}]]", f"needs exactly one of {' or '.join(choice)}")
        return section.makes(**found) if len(self.faults) == before else None

    def _table(
        self,
        name: str,
        index: int,
        table: Mapping[str, object],
        keys: Mapping[str, Key],
        also: tuple[str, ...] = (),
    ) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, value in table.items():
            if key not in keys:
                self._fault(self._line(name, index, key, value), key, "is no key here", (*keys, *also))
                continue
            try:
                found[keys[key].field or key] = keys[key].reads(value, self.known)
            except WrongWord as wrong:
                line = self._line(name, index, key, value, wrong.word)
                self._fault(line, wrong.word, f"({key}) {wrong.problem}", wrong.allowed)
        for key in (key for key, needs in keys.items() if needs.required and key not in table):
            self._fault(self.lines.section(name, index), key, "is missing")
        return found

    def _line(self, name: str, index: int, key: str, value: object, word: str = "") -> int:
        """A table's or a section's own line where the key is one, else the key's."""
        if not name and isinstance(value, list | dict) and self.lines.section(key) > 1:
            return self.lines.key(key, 0, word)
        return self.lines.key(name, index, key, word)

    def _fault(self, line: int, word: object, problem: str, allowed: tuple[str, ...] = ()) -> None:
        self.faults.append(Fault(str(self.path), line, str(word), problem, allowed))
