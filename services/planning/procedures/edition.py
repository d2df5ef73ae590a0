"""One edition of a procedure as a whole, and what a council says of itself beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from services.planning.domain.span import Span
from services.planning.procedures.rules import (
    PRODUCT_DEFAULT,
    Chair,
    Circulate,
    Declared,
    Event,
    Questions,
    Rule,
    SignOff,
    Stop,
    Timescale,
)


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One edition, in force from its date until a later file's."""

    council: str
    known_as: str
    calendar: str
    edition: str
    in_force: date
    sha256: str
    jurisdiction: str = "England"
    dfe_returns: bool = True
    words: Mapping[str, str] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    circumstances: tuple[Declared, ...] = ()
    teams: tuple[Declared, ...] = ()
    stops: tuple[Stop, ...] = ()
    timescales: tuple[Timescale, ...] = ()
    circulates: tuple[Circulate, ...] = ()
    sign_offs: tuple[SignOff, ...] = ()
    chairs: tuple[Chair, ...] = ()
    questions: tuple[Questions, ...] = ()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All of them, in the order in which a practitioner meets them."""
        return (
            *self.timescales,
            *self.sign_offs,
            *self.circulates,
            *self.chairs,
            *self.questions,
            *self.stops,
            *self.events,
            *self.circumstances,
            *self.teams,
        )

    @property
    def duties(self) -> tuple[str, ...]:
        """The name of each duty that a clause can make."""
        owing: list[Timescale | SignOff | Circulate] = [*self.timescales, *self.sign_offs, *self.circulates]
        return tuple(rule.name for rule in owing)

    def word(self, kind: str) -> str:
        """What this council calls it, else our own word."""
        return self.words.get(kind.replace(" ", "_"), kind)

    def clause(self, rule: Rule) -> str:
        """As printed: Newcastle 1.6."""
        return PRODUCT_DEFAULT if rule.default else f"{self.known_as} {rule.at}"


@dataclass(frozen=True, kw_only=True)
class LocalValues:
    """A council's own file: how it calls itself, its closures, and what its procedure leaves to it.

    `procedure` names the folder of a procedure that several councils share; empty: the council's own.
    """

    called: str
    office_phone: str
    secure_domains: tuple[str, ...]
    due_soon: Span
    council: str = ""
    known_as: str = ""
    procedure: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    closures: Mapping[date, str] = field(default_factory=dict)
