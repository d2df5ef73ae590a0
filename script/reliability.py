"""Puts the crash table of the last full run into docs/reliability.md, between its two marks."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "proto")]

from tests.crashes import table  # noqa: E402  # the path must be known first

BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"


def _when() -> str:
    """Of this run, which is over just now."""
    asked = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    today = datetime.now(UTC)
    return f"All rows: {today.day} {today:%B %Y}, commit {commit}."


def main() -> int:
    path = ROOT / "docs" / "reliability.md"
    before, _, rest = path.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    lines = table.kept()
    if not lines or not all(line.clean for line in lines):
        print("docs/reliability.md is left as it was: the table is empty or not clean", file=sys.stderr)
        return 1
    path.write_text(f"{before}{BEGIN}\n\n{_when()}\n\n{table.as_markdown(lines)}\n\n{END}{after}")
    print(f"docs/reliability.md: {len(lines)} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
