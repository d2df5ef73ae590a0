"""Puts the crash table of the last full run into docs/reliability.md, between its two marks."""

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "proto")]

from tests.crashes import table  # noqa: E402  # the path must be known first

BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"


def main() -> int:
    path = ROOT / "docs" / "reliability.md"
    before, _, rest = path.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    lines = table.kept()
    if not lines or not all(line.clean for line in lines):
        print("docs/reliability.md is left as it was: the table is empty or not clean", file=sys.stderr)
        return 1
    path.write_text(f"{before}{BEGIN}\n\n{table.as_markdown(lines)}\n\n{END}{after}")
    print(f"docs/reliability.md: {len(lines)} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
