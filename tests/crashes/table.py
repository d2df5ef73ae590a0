"""The crash table: a row for each failpoint and pair of engines, kept in files that are joined at the end."""

import json
from collections.abc import Iterable
from dataclasses import asdict, astuple, dataclass, fields
from pathlib import Path

FOLDER = Path(__file__).parent.parent.parent / "build" / "crash-table"


@dataclass(frozen=True)
class Line:
    """`messages`: said to the service meanwhile; `twice`: mails that left again; `bound`: how many may."""

    what: str
    engines: str
    hits: int
    messages: int
    lost: int
    doubled: int
    reordered: int
    parked: int
    twice: int = 0
    bound: int = 0

    @property
    def clean(self) -> bool:
        return not (self.lost or self.doubled or self.reordered or self.parked) and self.twice <= self.bound


HEADINGS = (
    "killed at",
    "engines",
    "times hit",
    "messages",
    "lost",
    "doubled",
    "reordered",
    "parked",
    "mails twice",
    "bound",
)


def keep(name: str, lines: Iterable[Line]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    text = json.dumps([asdict(line) for line in lines], indent=1)
    (FOLDER / f"{name}.json").write_text(text)


def kept() -> list[Line]:
    names = {field.name for field in fields(Line)}
    found = []
    for path in sorted(FOLDER.glob("*.json")):
        found += [
            Line(**{k: v for k, v in one.items() if k in names}) for one in json.loads(path.read_text())
        ]
    return found


def forget() -> None:
    for path in FOLDER.glob("*.json"):
        path.unlink()


def as_markdown(lines: Iterable[Line]) -> str:
    rows = [HEADINGS, tuple("---" if i < 2 else "--:" for i in range(len(HEADINGS)))]
    rows += [tuple(str(value) for value in astuple(line)) for line in lines]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)
