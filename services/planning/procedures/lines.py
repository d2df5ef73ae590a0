"""Finds the line of a key or a word in a TOML text, as tomllib tells what a file says but not where."""

import re
from itertools import islice

_HEADER = re.compile(r"\s*\[+\s*([^\[\]]+?)\s*\]+")
_KEY = re.compile(r"\s*(?:\"([^\"]+)\"|([\w-]+))\s*=")
_TEXT = re.compile(r"\"(?:[^\"\\]|\\.)*\"")


class Lines:
    """The lines of one file; sections are counted from 0 in the order they stand, the top is ""."""

    def __init__(self, text: str) -> None:
        self._bodies: dict[tuple[str, int], list[tuple[int, str]]] = {}
        self._keys: dict[tuple[str, int], dict[str, int]] = {}
        current, count = ("", 0), dict[str, int]()
        for number, line in enumerate(text.split("\n"), 1):
            header = _HEADER.fullmatch(line.split("#")[0].rstrip())
            if header:
                count[header[1]] = count.get(header[1], -1) + 1
                current = (header[1], count[header[1]])
            body = self._bodies.setdefault(current, [])
            body.append((number, line))
            if match := _KEY.match(line):
                key = match[1] or match[2]
                self._keys.setdefault(current, {}).setdefault(key, len(body) - 1)

    def section(self, name: str, index: int = 0) -> int:
        """The line of a section's header; 1 for the top."""
        return next((number for number, _ in self._bodies.get((name, index), ())), 1)

    def key(self, section: str, index: int, key: str, word: str = "") -> int:
        """The line of a key, or of the word within its value where the value runs over several lines."""
        place = self._keys.get((section, index), {}).get(key)
        if place is None:
            return self.section(section, index)
        body = self._bodies[section, index]
        for number, line in islice(body, place, None):
            if number > body[place][0] and _KEY.match(line):
                break
            if word and word in line:
                return number
        return body[place][0]

    def entry(self, section: str, index: int, key: str, number: int) -> int:
        """The line of the list's inline table of that number, from 0; the key's own where there is none."""
        body, place = self._bodies.get((section, index), []), self._keys.get((section, index), {}).get(key)
        begun = 0
        for line_number, line in islice(body, place, None) if place is not None else ():
            begun += _TEXT.sub("", line).partition("#")[0].count("{")
            if begun > number:
                return line_number
        return self.key(section, index, key)
