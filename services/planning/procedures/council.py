"""A council as its folder says: the editions of its procedure, and the values that are its own."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from services.planning.domain.history import Happening, History
from services.planning.domain.span import Span
from services.planning.procedures.faults import Fault, ProcedureUnreadable
from services.planning.procedures.local_values import faults_of_values, read_local
from services.planning.procedures.reader import read_edition
from services.planning.procedures.rules import DerivedEvent, Edition, Local, LocalValues

PROCEDURES = Path(__file__).parent
LOCAL_FILE, EXAMPLES_FILE = "local.toml", "examples.toml"
NOT_SET = "not set"
RECORDED_AS = "recorded as"  # the kind that a happening had before its edition took it for another


@dataclass(frozen=True)
class Council:
    """The editions in the order they came into force, and the local values."""

    editions: tuple[Edition, ...]
    local: LocalValues

    @property
    def name(self) -> str:
        return self.editions[-1].council

    @property
    def known_as(self) -> str:
        return self.editions[-1].known_as

    @property
    def calendar(self) -> str:
        return self.editions[-1].calendar

    def edition_on(self, day: date) -> Edition:
        """What governs the clocks that start on `day`; the first edition also governs what came earlier."""
        in_force = [edition for edition in self.editions if edition.in_force <= day]
        return in_force[-1] if in_force else self.editions[0]

    def word(self, kind: str) -> str:
        """What this council calls a meeting, a plan: for pages and letters of today."""
        return self.editions[-1].word(kind)

    def span(self, value: Span | Local | None) -> Span | None:
        """The span itself, or the council's own; None where the council has not set it."""
        if isinstance(value, Local):
            return Span.parse(self.local.values[value.name]) if value.name in self.local.values else None
        return value

    def role(self, value: str | Local) -> str:
        return self.local.values.get(value.name, NOT_SET) if isinstance(value, Local) else value


def read_as(edition: Edition, happening: Happening) -> Happening:
    """As the edition takes it: in Newcastle, a meeting without the family is a professionals meeting."""
    event = derived(edition, happening)
    if event is None:
        return happening
    return replace(
        happening, kind=event.name, properties={**happening.properties, RECORDED_AS: happening.kind}
    )


def derived(edition: Edition, happening: Happening) -> DerivedEvent | None:
    """The rule that makes the happening another than it was recorded as, or None."""
    for event in edition.events:
        if happening.kind in event.instead_of and not happening.has(event.lacking):
            return event
    return None


def read_history(edition: Edition, history: History) -> tuple[Happening, ...]:
    """The child's happenings as the edition takes them, in order of time whatever order they came in."""
    taken = (read_as(edition, happening) for happening in history.happenings)
    return tuple(sorted(taken, key=lambda happening: (happening.on, happening.kind, happening.id)))


def load_council(name: str, folder: Path = PROCEDURES) -> Council:
    """The council `newcastle`; raises ProcedureUnreadable with every fault of all its files."""
    return load_folder(folder / name)


def load_folder(folder: Path) -> Council:
    """The council of a folder."""
    faults: list[Fault] = []
    editions: list[Edition] = []
    for path in edition_files(folder):
        try:
            editions.append(read_edition(path))
        except ProcedureUnreadable as error:
            faults.extend(error.faults)
    try:
        local = read_local(folder / LOCAL_FILE)
    except ProcedureUnreadable as error:
        raise ProcedureUnreadable([*faults, *error.faults]) from None
    faults.extend(faults_of_values(folder / LOCAL_FILE, local, editions))
    if faults or not editions:
        raise ProcedureUnreadable(faults or [Fault(str(folder), 1, folder.name, "holds no edition")])
    return Council(tuple(sorted(editions, key=lambda edition: edition.in_force)), local)


def edition_files(folder: Path) -> list[Path]:
    """Every TOML file of a council but its local values and its examples."""
    return sorted(path for path in folder.glob("*.toml") if path.name not in (LOCAL_FILE, EXAMPLES_FILE))
