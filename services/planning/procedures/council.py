"""A council as its folder says: the editions of its procedure, and the values that are its own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from services.planning.domain.history import Happening, History
from services.planning.domain.span import Span
from services.planning.domain.vocabulary import CIRCULATED, KINDS, MEETINGS, RECORDED_BY_HAND
from services.planning.procedures.edition import Edition, LocalValues
from services.planning.procedures.faults import Fault, ProcedureUnreadable
from services.planning.procedures.local_values import faults_of_values, read_local
from services.planning.procedures.reader import read_edition, read_toml
from services.planning.procedures.rules import Event, Local

PROCEDURES = Path(__file__).parent
LOCAL_FILE, EXAMPLES_FILE = "local.toml", "examples.toml"
NOT_SET = "not set"
_TITLES = (
    ("circulate after ", "Send the record of"),
    ("sign off after ", "Sign off the record of"),
)
RECORDED_AS = "recorded as"  # the kind that a happening had before its edition took it for another


@dataclass(frozen=True)
class Council:
    """The editions in the order they came into force, and the local values."""

    editions: tuple[Edition, ...]
    local: LocalValues

    @property
    def name(self) -> str:
        return self.local.council or self.editions[-1].council

    @property
    def known_as(self) -> str:
        return self.local.known_as or self.editions[-1].known_as

    @property
    def calendar(self) -> str:
        return self.editions[-1].calendar

    @property
    def sha256(self) -> str:
        """Of everything that duties depend on but the bank holidays: all editions and the local values."""
        parts = [edition.sha256 for edition in self.editions]
        parts += [f"{name}={value}" for name, value in sorted(self.local.values.items())]
        parts += [str(day) for day in sorted(self.local.closures)] + [str(self.local.due_soon)]
        return sha256("\n".join(parts).encode()).hexdigest()

    def as_of(self, day: date) -> "Council":
        """Without the editions that come into force later; the first is always there."""
        known = tuple(edition for edition in self.editions if edition.in_force <= day)
        return replace(self, editions=known or self.editions[:1])

    def edition_on(self, day: date) -> Edition:
        """What governs the clocks that start on `day`; the first edition also governs what came earlier."""
        in_force = [edition for edition in self.editions if edition.in_force <= day]
        return in_force[-1] if in_force else self.editions[0]

    def word(self, kind: str) -> str:
        """What this council calls a meeting, a plan: for pages and letters of today."""
        return self.editions[-1].word(kind)

    def title(self, duty: str) -> str:
        """What is to be done, as a heading: "Hold the Care Team meeting"."""
        for edition in reversed(self.editions):
            for rule in edition.timescales:
                if rule.name == duty:
                    hold = f"Hold the {edition.word(rule.meets)}" if rule.meets in MEETINGS else ""
                    return rule.title or hold or edition.word(rule.meets)
        for beginning, words in _TITLES:
            if duty.startswith(beginning):
                return f"{words} the {self.word(duty.removeprefix(beginning))}"
        return duty

    def met_by(self, duty: str) -> tuple[str, ...]:
        """The kinds of happening that meet a duty of this name, the one that it asks for first."""
        return self._met_by.get(duty, (CIRCULATED,))

    @cached_property
    def _met_by(self) -> Mapping[str, tuple[str, ...]]:
        """Of each duty's name, as the last edition that has it says."""
        found: dict[str, tuple[str, ...]] = {}
        for edition in reversed(self.editions):
            for rule in edition.timescales:
                found.setdefault(rule.name, tuple(dict.fromkeys((rule.meets, *rule.kinds))))
            for sign_off in edition.sign_offs:
                found.setdefault(sign_off.name, (sign_off.met_by,))
        return found

    def recordable_events(self) -> Mapping[str, str]:
        """What staff record by hand: the general kinds that no page records, and this procedure's own."""
        own = {event.name: event.means for event in self.editions[-1].events if event.means}
        return {kind: KINDS[kind] for kind in RECORDED_BY_HAND} | own

    def circumstances(self) -> Mapping[str, str]:
        return {rule.name: rule.says for rule in self.editions[-1].circumstances}

    def teams(self) -> Mapping[str, str]:
        return {rule.name: rule.says for rule in self.editions[-1].teams}

    def span(self, value: Span | Local | None) -> Span | None:
        """The span itself, or the council's own, or the product's; None where nobody has set one."""
        if not isinstance(value, Local):
            return value
        if value.name in self.local.values:
            return Span.parse(self.local.values[value.name])
        return value.otherwise if isinstance(value.otherwise, Span) else None

    def role(self, value: str | Local) -> str:
        if not isinstance(value, Local):
            return value
        return self.local.values.get(value.name) or str(value.otherwise or NOT_SET)

    def is_products(self, value: Span | Local | str | None) -> bool:
        """A local value that the council has not set, so that the product's stands in for it."""
        return isinstance(value, Local) and value.name not in self.local.values and bool(value.otherwise)


def read_as(edition: Edition, happening: Happening) -> Happening:
    """As the edition takes it: in Newcastle, a meeting without the family is a professionals meeting."""
    event = derived(edition, happening)
    if event is None:
        return happening
    return replace(
        happening, kind=event.name, properties={**happening.properties, RECORDED_AS: happening.kind}
    )


def derived(edition: Edition, happening: Happening) -> Event | None:
    """The rule that makes the happening another than it was recorded as, or None."""
    for event in edition.events:
        if happening.kind in event.instead_of and not happening.has(event.lacking):
            return event
    return None


def read_history(edition: Edition, history: History) -> tuple[Happening, ...]:
    """The child's happenings as the edition takes them, in order of time whatever order they came in.

    A circumstance happens on the day it begins.
    """
    taken = [read_as(edition, happening) for happening in history.happenings]
    taken += [Happening(f"{c.kind} {c.since}", c.kind, c.since) for c in history.circumstances]
    return tuple(sorted(taken, key=lambda happening: (happening.on, happening.kind, happening.id)))


def load_council(name: str, folder: Path = PROCEDURES, local: Path | None = None) -> Council:
    """The council `newcastle`; raises ProcedureUnreadable with every fault of all its files.

    `local`: a file in place of the local.toml in its folder.
    """
    if not (folder / name).is_dir():
        problem = f"is no council: {folder} holds no folder of that name with a {LOCAL_FILE}"
        raise ProcedureUnreadable([Fault(str(folder / name), 1, name, problem, tuple(councils(folder)))])
    return load_folder(folder / name, local)


def load_folder(folder: Path, local_file: Path | None = None) -> Council:
    """The council of a folder; where it shares its procedure with others, that lies in a folder beside it."""
    local_file = local_file or folder / LOCAL_FILE
    try:
        local = read_local(local_file)
    except ProcedureUnreadable as error:
        raise ProcedureUnreadable([*_unreadable(folder), *error.faults]) from None
    editions, faults = read_editions(procedure_folder(folder, local))
    if not faults:  # an edition that cannot be read may ask for any value
        faults.extend(faults_of_values(local_file, local, editions))
    if faults or not editions:
        raise ProcedureUnreadable(faults or [Fault(str(folder), 1, folder.name, "holds no edition")])
    return Council(tuple(sorted(editions, key=lambda edition: edition.in_force)), local)


def procedure_folder(folder: Path, local: LocalValues) -> Path:
    return folder.parent / local.procedure if local.procedure else folder


def read_editions(folder: Path) -> tuple[list[Edition], list[Fault]]:
    """Every edition of the folder that can be read, and the faults of those that cannot."""
    editions: list[Edition] = []
    faults: list[Fault] = []
    for path in edition_files(folder):
        try:
            editions.append(read_edition(path))
        except ProcedureUnreadable as error:
            faults.extend(error.faults)
            continue
        twin = next((each for each in editions[:-1] if each.in_force == editions[-1].in_force), None)
        if twin:
            problem = f"is the day on which {twin.edition} comes into force too: no clock would know which"
            line = read_toml(path)[1].key("", 0, "in_force")
            faults.append(Fault(str(path), line, str(twin.in_force), problem))
    return editions, faults


def _unreadable(folder: Path) -> list[Fault]:
    return read_editions(folder)[1]


def edition_files(folder: Path) -> list[Path]:
    """Every TOML file of a council but its local values and its examples."""
    return sorted(path for path in folder.glob("*.toml") if path.name not in (LOCAL_FILE, EXAMPLES_FILE))


def councils(folder: Path = PROCEDURES) -> list[str]:
    """The councils that have a folder here, each with its local.toml."""
    return sorted(path.parent.name for path in folder.glob(f"*/{LOCAL_FILE}"))
