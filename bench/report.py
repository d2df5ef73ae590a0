"""Puts a table between its marks in docs/performance.md; the words around them are written by hand."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bench.measuring import Table

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"


def put(found: Table, page: Path = PAGE) -> None:
    """Raises ValueError where the page has no place for it."""
    before, begin, rest = page.read_text("utf-8").partition(f"<!-- {found.name}: begin -->\n")
    _, end, after = rest.partition(f"<!-- {found.name}: end -->")
    if not (begin and end):
        raise ValueError(f"{page.name} has no marks for the table {found.name}: write them where it is to go")
    told = f"\n{as_markdown(found)}\nMeasured on {date.today():%-d %B %Y}.\n\n"
    page.write_text(before + begin + told + end + after, "utf-8")


def as_markdown(found: Table) -> str:
    lines = [f"**NOT MEASURED: {warning}**\n" for warning in found.warnings]
    lines.append(_row(found.head))
    lines.append("|---" * len(found.head) + "|")
    lines += [_row(row) for row in found.rows]
    return "\n".join(lines) + "\n\n" + "".join(f"- {remark}\n" for remark in found.remarks)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
