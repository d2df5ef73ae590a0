"""Reads docs/who-may-do-what.md: the tables as a person reads them, and what they say of one case."""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

DOCUMENT = Path(__file__).parent.parent / "docs/who-may-do-what.md"
ROLES = (
    *("social worker", "senior practitioner", "team manager", "service manager"),
    *("business support", "reviewing officer", "administrator", "policy lead"),
)
WITH_CHILDREN = ROLES[:6]
GOES_ON = "–"
ALSO_OPENED = "also in a record opened for a reason"
_NAME = re.compile(r"\(`(\w+)`\)")
Table = dict[str, dict[str, str]]


@dataclass
class Matrix:
    """Row by row and column by column: what one is to a child, acts on it, pages, openings, claims."""

    relations: Table
    acts: Table
    pages: Table
    openings: Table
    claims: Table

    def of_a_child(self, role: str, act: str, true_of_them: Mapping[str, bool]) -> str:
        """yes, no (not for this role), asks (a reason first) or none (as if it were not there)."""
        said = [c[role] for row, c in self.relations.items() if true_of_them[row] and c[role] != GOES_ON]
        reach = said[0] if said else "not said"
        if act == "break_glass":
            return {"asks": "yes", "none": "none"}.get(reach, "no")
        if reach in ("none", "asks"):
            return reach
        if reach == "reads" and self.acts[act][ALSO_OPENED] != "yes":
            return "no"
        return self.acts[act].get(role, "no")

    def changed(self) -> Iterator[tuple[str, "Matrix", str, str]]:
        """The page with one cell changed: which table, the page, the row, the column.

        Not to "–", which leaves the case to the next row: that may say the same.
        """
        for table in vars(self):
            values = sorted({cell for row in getattr(self, table).values() for cell in row.values()})
            for row, cells in getattr(self, table).items():
                for column, cell in cells.items():
                    for other in values:
                        if other not in (cell, GOES_ON):
                            page = deepcopy(self)
                            getattr(page, table)[row][column] = other
                            yield table, page, row, column


def read_matrix() -> Matrix:
    tables = list(_tables(DOCUMENT.read_text(encoding="utf-8")))
    return Matrix(*tables)


def _tables(text: str) -> Iterator[Table]:
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        header, _, *rows = [
            [cell.strip() for cell in line.strip("|\n").split("|")] for line in block.splitlines()
        ]
        yield {_key(row[0]): dict(zip(header[1:], row[1:], strict=True)) for row in rows}


def _key(words: str) -> str:
    """The name of the act in brackets, or the words themselves."""
    found = _NAME.search(words)
    return found[1] if found else words
