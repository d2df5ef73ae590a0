"""`python -m demo newcastle`: plays the journey of a council and prints it."""

from datetime import date

import click

from demo.playing import journey
from demo.stories import stories


@click.command()
@click.argument("council", type=click.Choice(sorted(stories())))
@click.option("--start", default="2026-11-30", show_default=True, help="first day, ISO")
@click.option("--days", default=0, help="how long to play, calendar days; the council's own story by default")
@click.option(
    "--engines", default="embedded", show_default=True, type=click.Choice(["embedded", "production"])
)
def main(council: str, start: str, days: int, engines: str) -> None:
    """One family's year through the running product."""
    lines = journey(date.fromisoformat(start), days, engines, council)
    click.echo(f"{council}: {len(lines)} acts")


if __name__ == "__main__":
    main()
