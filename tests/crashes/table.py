"""The crash table: a row for each failpoint and pair of engines, kept in files that are joined at the end."""

import fcntl
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from tests.crashes.playing import Play

FOLDER = Path(__file__).parent.parent.parent / "build" / "crash-table"


@dataclass(frozen=True)
class Line:
    """`messages`: said in that play; `in_flight`: the fewest at a kill; `twice`: mails that left again.

    `again`: records that are on the bus a second time; `half_done`: kills that left part of a migration. Not
    counted: None.
    """

    what: str
    engines: str
    hits: int
    messages: int
    in_flight: int | None
    lost: int
    doubled: int
    reordered: int
    parked: int
    twice: int = 0
    bound: int = 0
    again: int | None = None
    half_done: int | None = None

    @property
    def clean(self) -> bool:
        wrong = self.lost or self.doubled or self.reordered or self.parked or self.half_done
        return not wrong and self.twice <= self.bound


HEADINGS = (
    "killed at",
    "engines",
    "times hit",
    "messages",
    "in flight",
    "lost",
    "doubled",
    "reordered",
    "parked",
    "mails twice",
    "bound",
    "again on the bus",
    "half done",
)


_THIS_RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(uuid4())
"""The same for every process of a run."""


def begin_anew() -> None:
    """At the first test of a run that has rows to keep: nothing of an earlier run is shown as this one's."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "run").open("a+") as run:
        fcntl.flock(run, fcntl.LOCK_EX)
        run.seek(0)
        if run.read() != _THIS_RUN:
            for path in FOLDER.glob("*.json"):
                path.unlink()
            run.truncate(0)
            run.write(_THIS_RUN)


def line(
    what: str, hits: int, playing: "Play", in_flight: int | None = None, bound: int = 0, mails: bool = True
) -> Line:
    """What became of a play that is over; `mails`: whether mails that left twice are this line's to show."""
    account, engines = playing.account, playing.stage.engines
    found = (len(account.lost), len(account.doubled), len(account.reordered), account.parked)
    twice = playing.mails_twice if mails else 0
    again = playing.again_on_the_bus
    return Line(what, engines, hits, len(playing.told), in_flight, *found, twice, bound, again)


def keep(name: str, lines: Iterable[Line]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    text = json.dumps([asdict(line) for line in lines], indent=1)
    (FOLDER / f"{name}.json").write_text(text)


def kept() -> list[Line]:
    return [Line(**one) for path in sorted(FOLDER.glob("*.json")) for one in json.loads(path.read_text())]


def as_text(lines: Iterable[Line]) -> list[str]:
    """In columns, for a terminal."""
    rows = [HEADINGS, *(_cells(line) for line in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADINGS))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]


def as_markdown(lines: Iterable[Line]) -> str:
    rows = [HEADINGS, tuple("---" if i < 2 else "--:" for i in range(len(HEADINGS)))]
    rows += [_cells(line) for line in lines]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _cells(line: Line) -> tuple[str, ...]:
    return tuple("–" if value is None else str(value) for value in astuple(line))
