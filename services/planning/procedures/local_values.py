"""A council's own file: what it says of itself, and the values that its procedure leaves to it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from services.planning.domain.span import Span
from services.planning.procedures import grammar
from services.planning.procedures import values as v
from services.planning.procedures.edition import Edition, LocalValues
from services.planning.procedures.faults import Fault, WrongWord
from services.planning.procedures.reader import Reading, read_toml
from services.planning.procedures.rules import Local


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
    yield from ((value.name, v.span) for value in _spans(edition) if isinstance(value, Local))
    yield from ((value.name, v.role) for value in _roles(edition) if isinstance(value, Local))


def _spans(edition: Edition) -> list[Span | Local | None]:
    timescales = [value for rule in edition.timescales for value in (rule.within, rule.every)]
    others = [rule.within for rule in edition.circulates] + [rule.within for rule in edition.sign_offs]
    return [*timescales, *others]


def _roles(edition: Edition) -> list[str | Local]:
    return [*(rule.by for rule in edition.timescales), *(rule.by for rule in edition.circulates)]


def locals_of(edition: Edition) -> list[Local]:
    """Every value that the edition leaves to the council, once each."""
    asked = (value for value in (*_spans(edition), *_roles(edition)) if isinstance(value, Local))
    return list({value.name: value for value in asked}.values())


def not_set(local: LocalValues, editions: Iterable[Edition]) -> list[str]:
    """The values that an edition leaves to the council, has no stand-in for, and that are not set."""
    asked = {value.name for edition in editions for value in locals_of(edition) if value.otherwise is None}
    return sorted(asked - set(local.values))


def stood_in_for(local: LocalValues, editions: Iterable[Edition]) -> dict[str, str]:
    """The values that the council has not set, with what the product takes instead."""
    asked = [value for edition in editions for value in locals_of(edition)]
    return {v.name: str(v.otherwise) for v in asked if v.otherwise and v.name not in local.values}
