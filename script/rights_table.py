"""Writes the table of rights at the broker into docs/operating.md, from the published language.

python script/rights_table.py
"""

import sys
from pathlib import Path

from services.rights import RIGHTS, Right

PAGE = Path(__file__).parent.parent / "docs" / "operating.md"
_BEGIN, _END = "<!-- rights: begin (script/rights_table.py) -->", "<!-- rights: end -->"


def table() -> str:
    """A row for each user: which topics it writes and reads, which groups it reads as."""
    rows = [
        "| user | CREATE and DESCRIBE_CONFIGS, topics | WRITE, topics | READ, topics | READ, groups |",
        "|---|---|---|---|---|",
    ]
    for user, rights in RIGHTS.items():
        cells = [_names(rights, "topic", each) for each in ("CREATE", "WRITE", "READ")]
        rows.append(f"| `{user}` | {' | '.join(cells)} | {_names(rights, 'group', 'READ')} |")
    return "\n".join(rows)


def _names(rights: tuple[Right, ...], kind: str, operation: str) -> str:
    found = [right for right in rights if (right.kind, right.operation) == (kind, operation)]
    return ", ".join(f"`{right.name}*`" if right.prefixed else f"`{right.name}`" for right in found)


def with_table(page: str) -> str:
    """The page with its table anew."""
    before, _, rest = page.partition(_BEGIN)
    return f"{before}{_BEGIN}\n{table()}\n{_END}{rest.partition(_END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text("utf-8")), "utf-8")
    sys.exit(0)
