"""Side by side, round after round: wall time and CPU time, and how far the rounds lie apart."""

import os
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Scale:
    """`rounds` are counted after one that warms up. `tiny`: sizes that only show that it still runs."""

    rounds: int = 7
    tiny: bool = False

    def of(self, usual: int, tiny: int) -> int:
        return tiny if self.tiny else usual


@dataclass(frozen=True)
class Spent:
    """Seconds. `cpu`: of every process that did this side's work."""

    wall: float
    cpu: float

    def per(self, things: int) -> "Spent":
        return Spent(self.wall / things, self.cpu / things)


@dataclass(frozen=True)
class Spread:
    """The median and the middle half of the rounds."""

    low: float
    median: float
    high: float


@dataclass(frozen=True)
class Table:
    """A table of docs/performance.md. `remarks` stand under it, `warnings` loudly above it."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    remarks: Sequence[str] = ()
    warnings: Sequence[str] = ()


Sides = Mapping[str, Callable[[], Spent]]


def interleave(sides: Sides, scale: Scale) -> dict[str, list[Spent]]:
    """Every side once in every round, each round beginning with another side; the first round is dropped."""
    found: dict[str, list[Spent]] = {name: [] for name in sides}
    names = list(sides)
    for number in range(scale.rounds + 1):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            found[name].append(sides[name]())
    return {name: rounds[1:] for name, rounds in found.items()}


def spent(work: Callable[[], object], engines: Iterable[int] = ()) -> Spent:
    """`engines`: processes that work for this side beside our own."""
    known = tuple(engines)
    cpu, wall = time.process_time() + cpu_of(known), time.perf_counter()
    work()
    wall = time.perf_counter() - wall
    return Spent(wall, time.process_time() + cpu_of(known) - cpu)


def cpu_of(processes: Iterable[int]) -> float:
    """Seconds so far, with those of their children."""
    return sum(_cpu(process) + sum(_cpu(child) for child in children(process)) for process in processes)


def children(process: int) -> list[int]:
    found = Path(f"/proc/{process}/task/{process}/children")
    return [int(child) for child in found.read_text().split()] if found.exists() else []


def _cpu(process: int) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(int(field) for field in fields[11:15]) / _TICK  # own and waited-for children's


def spread(values: Sequence[float]) -> Spread:
    if len(values) < 2:
        return Spread(values[0], values[0], values[0])
    low, median, high = statistics.quantiles(values, n=4, method="inclusive")
    return Spread(low, median, high)


def ratio(theirs: Sequence[Spent], ours: Sequence[Spent], what: str) -> Spread:
    """Round by round: how many times our `wall` or `cpu` theirs is; above 1 we are the cheaper."""
    pairs = zip(theirs, ours, strict=True)
    return spread([getattr(peer, what) / max(getattr(own, what), 1e-9) for peer, own in pairs])
