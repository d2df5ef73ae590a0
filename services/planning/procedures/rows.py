"""Which row of the requirements each rule carries, and what proves it: docs/requirements.md."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from services.planning.domain.duty import Duty
from services.planning.procedures.calendars import working_days_of
from services.planning.procedures.checking import examples_of
from services.planning.procedures.council import edition_files
from services.planning.procedures.edition import Edition
from services.planning.procedures.reader import read_edition
from services.planning.procedures.rules import Chair, Declared, Event, Questions, Rule, Stop
from services.planning.procedures.worked_examples import read_examples, work

EXAMPLE, TEST, NOTHING = "example", "test", "–"
_HEAD = """# What the procedures' rules carry, and what proves each

Made by `script/cin procedure rows`; a test holds the two together. A rule about who chairs and what a
record answers is proved by a test that names its requirement, any other by a worked example that
exercises it. A row is live when it is proved and a journey reaches it.

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
    """What the worked examples of a procedure exercise, where they are right."""

    duties: tuple[Duty, ...]
    given: tuple[str, ...]

    def proves(self, rule: Rule, one: str) -> bool:
        """A duty of the rule is expected; what a rule stops is dropped; what it declares happens."""
        if isinstance(rule, Stop):
            return any(duty.dropped_because in rule.by for duty in self.duties)
        name = str(getattr(rule, "name", ""))
        if isinstance(rule, Event | Declared):
            happens = any(line.partition(": ")[2].split(", ")[0] == name for line in self.given)
            return happens or any(duty.name.endswith(f" after {name}") for duty in self.duties)
        return any(duty.name == name and one in duty.ids for duty in self.duties)


def rows(procedures: Path, cited: Collection[str], reached: Mapping[str, Collection[str]]) -> list[Row]:
    """Every row of every procedure below the folder.

    `cited`: ids that a test names; `reached`: by the procedure's folder, the rules that a journey comes to.
    Raises ProcedureUnreadable.
    """
    found = dict[Row, None]()
    for folder in sorted({path.parent for path in procedures.glob("*/*.toml")}):
        if edition_files(folder):
            evidence = _evidence(folder)
            for path in edition_files(folder):
                come_to = reached.get(folder.name, ())
                found |= dict.fromkeys(_rows(folder.name, read_edition(path), evidence, cited, come_to))
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
    right = [one for one in worked if not one.faults]
    return Evidence(
        tuple(duty for one in right for duty in one.duties),
        tuple(line for one in right for line in one.example.given),
    )


def _rows(
    procedure: str,
    edition: Edition,
    evidence: Evidence,
    cited: Collection[str],
    reached: Collection[str],
) -> Iterator[Row]:
    for rule in edition.rules:
        for one in rule.ids:
            if isinstance(rule, Chair | Questions):
                proof = TEST if one in cited else NOTHING
            else:
                proof = EXAMPLE if evidence.proves(rule, one) else NOTHING
            yield Row(one, procedure, _name(rule), edition.clause(rule), proof, _is_reached(rule, reached))


def _is_reached(rule: Rule, reached: Collection[str]) -> bool:
    """A stop is reached by any of the happenings that bring it about."""
    if isinstance(rule, Stop):
        return any(f"stop by {kind}" in reached for kind in rule.by)
    return _name(rule) in reached


def _name(rule: Rule) -> str:
    if isinstance(rule, Chair | Questions):
        return f"{type(rule).__name__.lower()} of {rule.of}"
    if isinstance(rule, Stop):
        return f"stop by {' or '.join(rule.by)}"
    name = str(getattr(rule, "name", ""))
    return f"the word {name!r}" if isinstance(rule, Event | Declared) else name
