"""A table as a file that a spreadsheet opens: no cell of it is ever taken for a formula."""

import csv
import io
from collections.abc import Iterable

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_MARK = "\ufeff"
"""Without it Excel reads UTF-8 as something else."""


def csv_file(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """RFC 4180; what a spreadsheet would work out begins with an apostrophe, and stays text."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return (_MARK + written.getvalue()).encode()


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" ").startswith(_BEGINS_A_FORMULA) else cell
