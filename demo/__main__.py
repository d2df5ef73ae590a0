"""`python -m demo newcastle`: plays the journey of a council and prints it."""

import json
from datetime import date
from functools import partial
from pathlib import Path

import click

from demo.playing import journey
from demo.reaching import reached
from demo.stories import stories
from demo.year import Year

REACHED = Path(__file__).parent.parent / "tests" / "journeys" / "reached.json"


@click.command()
@click.argument("council", type=click.Choice(sorted(stories())))
@click.option("--start", default="2026-11-30", show_default=True, help="first day, ISO")
@click.option("--days", default=0, help="how long to play, calendar days; the council's own story by default")
@click.option(
    "--engines", default="embedded", show_default=True, type=click.Choice(["embedded", "production"])
)
@click.option("--keep-reached", is_flag=True, help="writes the rules that it came to into the tests' list")
def main(council: str, start: str, days: int, engines: str, keep_reached: bool) -> None:
    """One family's year through the running product."""
    keep = partial(_keep, council) if keep_reached else lambda _: None
    lines = journey(date.fromisoformat(start), days, engines, council, keep)
    click.echo(f"{council}: {len(lines)} acts")


def _keep(council: str, year: Year) -> None:
    kept = json.loads(REACHED.read_text(encoding="utf-8")) | {council: reached(year)}
    REACHED.write_text(json.dumps(dict(sorted(kept.items())), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
