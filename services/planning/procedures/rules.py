"""What one edition of a procedure says, once read: its rules, each with the clause it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from services.planning.domain.span import Span

PRODUCT_DEFAULT = "product default, not council policy"


@dataclass(frozen=True)
class Local:
    """A value that the procedure leaves to the council; its local.toml holds it under this name."""

    name: str


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What every rule carries. `at` is the clause; a product default has none and says so."""

    at: str = ""
    default: bool = False
    ids: tuple[str, ...]
    reading: tuple[str, ...] = ()
    says: str


@dataclass(frozen=True, kw_only=True)
class DerivedEvent(Rule):
    """A happening of one of the kinds `instead_of` that lacks a property is this one, and not that."""

    name: str
    instead_of: tuple[str, ...]
    lacking: str


@dataclass(frozen=True, kw_only=True)
class Stop(Rule):
    """A happening that ends a child's running clocks on its day."""

    by: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Timescale(Rule):
    """Something due: once `within` a span of what started the clock, or `every` span, rolling."""

    meets: str
    of: str
    within: Span | Local | None = None
    every: Span | Local | None = None
    aim: Span | None = None
    force: str = "must"
    by: str | Local
    met_by: tuple[str, ...] = ()
    having: tuple[str, ...] = ()
    earlier_counts: bool = False
    unless_outcome: str = ""

    @property
    def name(self) -> str:
        return self.meets


@dataclass(frozen=True, kw_only=True)
class Circulate(Rule):
    """The record of each meeting of a kind goes to these people by then."""

    of: str
    after: str
    to: tuple[str, ...]
    by: str | Local
    within: Span | Local
    force: str = "must"

    @property
    def name(self) -> str:
        return f"circulate after {self.after}"


@dataclass(frozen=True, kw_only=True)
class Chair(Rule):
    """Who may chair a meeting of this kind."""

    of: str
    who: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One edition, in force from its date until a later file's."""

    council: str
    known_as: str
    calendar: str
    edition: str
    in_force: date
    sha256: str
    words: Mapping[str, str] = field(default_factory=dict)
    events: tuple[DerivedEvent, ...] = ()
    stops: tuple[Stop, ...] = ()
    timescales: tuple[Timescale, ...] = ()
    circulates: tuple[Circulate, ...] = ()
    chairs: tuple[Chair, ...] = ()

    def word(self, kind: str) -> str:
        """What this council calls it, else our own word."""
        return self.words.get(kind.replace(" ", "_"), kind)

    def clause(self, rule: Rule) -> str:
        """As printed: Newcastle 1.6."""
        return PRODUCT_DEFAULT if rule.default else f"{self.known_as} {rule.at}"


@dataclass(frozen=True, kw_only=True)
class LocalValues:
    """A council's own file: how it calls itself, its closures, and what its procedure leaves to it."""

    called: str
    office_phone: str
    secure_domains: tuple[str, ...]
    due_soon: Span
    values: Mapping[str, str] = field(default_factory=dict)
    closures: Mapping[date, str] = field(default_factory=dict)
