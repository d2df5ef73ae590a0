"""A council's own file: what it says of itself, and the values that its procedure leaves to it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from services.planning.procedures import grammar
from services.planning.procedures import values as v
from services.planning.procedures.faults import Fault, WrongWord
from services.planning.procedures.reader import Reading, read_toml
from services.planning.procedures.rules import Edition, Local, LocalValues


def read_local(path: Path) -> LocalValues:
    """A council's local.toml; raises ProcedureUnreadable with every fault in it."""
    reading = Reading(path)
    found = reading.whole(grammar.LOCAL_TOP, grammar.LOCAL)
    reading.end()
    found["closures"] = dict(found["closures"])  # type: ignore[call-overload]  # checked by the grammar
    return LocalValues(**found)  # type: ignore[arg-type]  # checked by the grammar


def faults_of_values(path: Path, local: LocalValues, editions: Iterable[Edition]) -> list[Fault]:
    """Values that no edition asks for, and values that are not what the editions ask for."""
    wanted = {name: reads for edition in editions for name, reads in _wanted(edition)}
    _, lines = read_toml(path)
    faults = []
    for name, value in local.values.items():
        try:
            if name not in wanted:
                raise WrongWord(name, "is a value that no edition asks for", wanted)
            wanted[name](value, v.Known())
        except WrongWord as wrong:
            line = lines.key("values", 0, name)
            faults.append(Fault(str(path), line, wrong.word, f"({name}) {wrong.problem}", wrong.allowed))
    return faults


def _wanted(edition: Edition) -> Iterator[tuple[str, grammar.Reads]]:
    timescales, circulates = edition.timescales, edition.circulates
    spans = [*(r.within for r in timescales), *(r.every for r in timescales), *(r.within for r in circulates)]
    roles = [*(r.by for r in timescales), *(r.by for r in circulates)]
    yield from ((value.name, v.span) for value in spans if isinstance(value, Local))
    yield from ((value.name, v.role) for value in roles if isinstance(value, Local))
