"""`script/bench`: measures, prints, and writes each table into docs/performance.md."""

import logging
import sys
import time

import click

from bench.measuring import Scale
from bench.report import as_markdown, put
from bench.running import TABLES, measure
from plumbing.logs import set_up_logs


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--quick", is_flag=True, help="tiny sizes, one round: shows that it runs; writes nothing")
@click.option("--rounds", default=7, show_default=True, help="after one that warms up")
def main(names: tuple[str, ...], quick: bool, rounds: int) -> None:
    """Measures the product side by side with its peers. NAME: one or more of the tables."""
    unknown = [name for name in names if name not in TABLES]
    if unknown:
        sys.exit(f"bench: no table {', '.join(unknown)}; there are {', '.join(TABLES)}")
    set_up_logs(logging.ERROR)
    scale = Scale(rounds=1, tiny=True) if quick else Scale(rounds)
    for name in names or TABLES:
        began = time.monotonic()
        found = measure(name, scale)
        print(f"\n## {name} ({time.monotonic() - began:.0f} s)\n\n{as_markdown(found)}", flush=True)
        if not quick:
            put(found)


if __name__ == "__main__":
    main()
