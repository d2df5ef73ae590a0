"""Which row of the requirements each rule carries, and what proves it: docs/requirements.md."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from services.planning.procedures.calendars import working_days_of
from services.planning.procedures.checking import examples_of
from services.planning.procedures.council import edition_files
from services.planning.procedures.edition import Edition
from services.planning.procedures.example_files import read_examples
from services.planning.procedures.reader import read_edition
from services.planning.procedures.rules import (
    Chair,
    Circulate,
    Declared,
    Event,
    Questions,
    Rule,
    SignOff,
    Stop,
)
from services.planning.procedures.worked_examples import Worked, work

EXAMPLE, NOTHING = "example", "–"
_ID = re.compile(r"\b[A-Z]{2}[0-9]+\b")
_HEAD = """# What the procedures' rules carry, and what proves each

Made by `script/cin procedure rows`; a test holds the two together. A rule is proved by a worked example
that exercises it. One about who chairs, who signs off, who has what or what a record answers is proved only
by an example that names the requirement and says just that. A row is live when it is proved and a journey
reaches it.

| id | procedure | rule | clause | proved by | journey | live |
|---|---|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Row:
    """One requirement in one rule."""

    id: str
    procedure: str
    rule: str
    clause: str
    proved_by: str
    reached: bool

    @property
    def live(self) -> bool:
        return self.proved_by != NOTHING and self.reached

    def __str__(self) -> str:
        journey, live = ("yes" if yes else NOTHING for yes in (self.reached, self.live))
        cells = (self.id, self.procedure, self.rule, self.clause, self.proved_by, journey, live)
        return f"| {' | '.join(cells)} |"


@dataclass(frozen=True)
class Evidence:
    """The worked examples of a procedure that are right."""

    worked: tuple[Worked, ...]

    def proves(self, rule: Rule, one: str) -> bool:
        """By the rule's kind: who chairs, what goes to whom, a duty with its date, a word that happens."""
        name = str(getattr(rule, "name", ""))
        if isinstance(rule, Chair | Questions):
            return any(said.rule == name for each in self._naming(one) for said in each.meetings)
        if isinstance(rule, Circulate | SignOff):
            key = "to" if isinstance(rule, Circulate) else "who"
            expected = (entry for each in self._naming(one) for entry in each.example.expect)
            return any(entry["duty"] == name and key in entry for entry in expected)
        duties = [duty for each in self.worked for duty in each.duties]
        if isinstance(rule, Stop):
            return any(duty.dropped_because in rule.by for duty in duties)
        if isinstance(rule, Event | Declared):
            return self._happens(name) or any(duty.name.endswith(f" after {name}") for duty in duties)
        return any(duty.name == name and one in duty.ids for duty in duties)

    def _naming(self, one: str) -> list[Worked]:
        """Those that say which requirement they are about, and exercise it."""
        return [each for each in self.worked if one in each.ids and one in _ID.findall(each.example.says)]

    def _happens(self, name: str) -> bool:
        given = (line for each in self.worked for line in each.example.given)
        return any(line.partition(": ")[2].split(", ")[0] == name for line in given)


def rows(procedures: Path, reached: Mapping[str, Collection[str]]) -> list[Row]:
    """Every row of every procedure below the folder.

    `reached`: by the procedure's folder, the rules that a journey comes to. Raises ProcedureUnreadable.
    """
    found = dict[Row, None]()
    for folder in sorted({path.parent for path in procedures.glob("*/*.toml")}):
        if edition_files(folder):
            evidence = _evidence(folder)
            for path in edition_files(folder):
                come_to = reached.get(folder.name, ())
                found |= dict.fromkeys(_rows(folder.name, read_edition(path), evidence, come_to))
    return sorted(found, key=lambda row: (row.procedure, row.id[:2], int(row.id[2:]), row.rule))


def table(found: Collection[Row]) -> str:
    """The page as it is kept."""
    live = sum(row.live for row in found)
    return _HEAD + "".join(f"{row}\n" for row in found) + f"\n{live} of {len(found)} rows are live.\n"


def _evidence(folder: Path) -> Evidence:
    worked = [
        work(path, example, council, working_days_of(council))
        for path, council in examples_of(folder)
        for example in read_examples(path)
    ]
    return Evidence(tuple(one for one in worked if not one.faults))


def _rows(procedure: str, edition: Edition, evidence: Evidence, reached: Collection[str]) -> Iterator[Row]:
    for rule in edition.rules:
        for one in rule.ids:
            proof = EXAMPLE if evidence.proves(rule, one) else NOTHING
            yield Row(one, procedure, _name(rule), edition.clause(rule), proof, _is_reached(rule, reached))


def _is_reached(rule: Rule, reached: Collection[str]) -> bool:
    """A stop is reached by any of the happenings that bring it about."""
    if isinstance(rule, Stop):
        return any(f"stop by {kind}" in reached for kind in rule.by)
    return _name(rule) in reached


def _name(rule: Rule) -> str:
    if isinstance(rule, Stop):
        return f"stop by {' or '.join(rule.by)}"
    name = str(getattr(rule, "name", ""))
    return f"the word {name!r}" if isinstance(rule, Event | Declared) else name
