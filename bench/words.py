"""Figures as people read them."""

from collections.abc import Sequence

from bench.measuring import Spent, Spread, ratio, spread


def times(found: Spread) -> str:
    return f"**{figure(found.median)}×** [{figure(found.low)}–{figure(found.high)}]"


def figure(value: float) -> str:
    """Three digits that count, no more."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def duration(seconds: float) -> str:
    for size, unit in ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if seconds >= size:
            return f"{figure(seconds / size)} {unit}"
    return f"{figure(seconds / 1e-6)} µs"


def each(rounds: Sequence[Spent], things: int) -> str:
    """How many in a second, and the CPU time of one."""
    wall = spread([one.wall for one in rounds]).median
    cpu = spread([one.cpu for one in rounds]).median
    return f"{figure(things / wall)} /s, {duration(cpu / things)} CPU"


def against(theirs: Sequence[Spent], ours: Sequence[Spent]) -> tuple[str, str]:
    """Two cells: their time as a multiple of ours, and their CPU time as a multiple of ours."""
    return times(ratio(theirs, ours, "wall")), times(ratio(theirs, ours, "cpu"))
