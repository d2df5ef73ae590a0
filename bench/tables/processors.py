"""Everything in one process: kept to one processor, as it keeps itself, and spread over all of them."""

import os
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from bench.house import house
from bench.measuring import Scale, Spent, Table, cpu_of, interleave, spent, spread
from bench.words import against, duration
from demo.year import Year

_START = date(2026, 11, 30)


def table(scale: Scale) -> Table:
    everywhere = sorted(os.sched_getaffinity(0))
    days = timedelta(days=scale.of(75, 1))
    sides = {
        "one": partial(_played, everywhere[-1:], days),
        "all": partial(_played, everywhere, days),
    }
    found = interleave(sides, scale)
    rows = [
        ("kept to one processor", *_medians(found["one"]), "", ""),
        (
            f"spread over {len(everywhere)}",
            *_medians(found["all"]),
            *against(found["all"], found["one"]),
        ),
    ]
    return Table(
        "processors",
        ("", "time", "CPU", "as a multiple", "its CPU"),
        rows,
        [f"The first {days.days} days of a family's year, from click to caught mail; the driver is apart."],
    )


def _played(processors: Collection[int], days: timedelta) -> Spent:
    with house() as (process, town):
        for thread in Path(f"/proc/{process}/task").iterdir():
            os.sched_setaffinity(int(thread.name), processors)
        before = cpu_of([process])
        wall = spent(lambda: Year(town, lambda _: None).play(_START, _START + days)).wall
        return Spent(wall, cpu_of([process]) - before)


def _medians(found: Sequence[Spent]) -> tuple[str, str]:
    return duration(spread([one.wall for one in found]).median), duration(
        spread([one.cpu for one in found]).median
    )
