"""Finds the line of a key or a word in a TOML text, as tomllib tells what a file says but not where."""

import re

_HEADER = re.compile(r"\s*\[+\s*([^\[\]]+?)\s*\]+")
_KEY = re.compile(r"\s*(?:\"([^\"]+)\"|([\w-]+))\s*=")


class Lines:
    """The lines of one file; sections are counted from 0 in the order they stand, the top is ""."""

    def __init__(self, text: str) -> None:
        self._bodies: dict[tuple[str, int], list[tuple[int, str]]] = {}
        current, count = ("", 0), dict[str, int]()
        for number, line in enumerate(text.split("\n"), 1):
            header = _HEADER.fullmatch(line.split("#")[0].rstrip())
            if header:
                count[header[1]] = count.get(header[1], -1) + 1
                current = (header[1], count[header[1]])
            self._bodies.setdefault(current, []).append((number, line))

    def section(self, name: str, index: int = 0) -> int:
        """The line of a section's header; 1 for the top."""
        return next((number for number, _ in self._bodies.get((name, index), ())), 1)

    def key(self, section: str, index: int, key: str, word: str = "") -> int:
        """The line of a key, or of the word within its value where the value runs over several lines."""
        found = 0
        for number, line in self._bodies.get((section, index), ()):
            match = _KEY.match(line)
            if match and found:
                break
            if match and key in match.groups():
                found = number
            if found and word and word in line:
                return number
        return found or self.section(section, index)
