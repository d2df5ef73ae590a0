"""What one edition of a procedure says, once read: its rules, each with the clause it comes from."""

from dataclasses import dataclass

from services.planning.domain.span import Span
from services.planning.domain.vocabulary import SIGNED_OFF
from services.planning.domain.wording import joined

PRODUCT_DEFAULT = "product default, not council policy"
EARLIEST, LATEST, LATEST_OF_ALL, EACH = STARTS = ("earliest", "latest", "latest of all", "each")
ROLLING, GRID = ("rolling", "grid")


@dataclass(frozen=True)
class Local:
    """A value that the procedure leaves to the council; its local.toml holds it under this name.

    `otherwise` is what the product takes, and says so, where the council has set nothing.
    """

    name: str
    otherwise: Span | str | None = None


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What every rule carries. `at` is the clause; a product default has none and says so."""

    at: str = ""
    default: bool = False
    ids: tuple[str, ...]
    reading: tuple[str, ...] = ()
    says: str


@dataclass(frozen=True, kw_only=True)
class Conditional(Rule):
    """A rule for some children only: all of `when` hold for them, and nothing of `unless`."""

    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Event(Rule):
    """A kind of happening that this procedure needs besides the fixed ones.

    Either staff record it (`means`: what its date is), or it is another happening read differently: one of
    the kinds `instead_of` that lacks a property is this one, and not that.
    """

    name: str
    means: str = ""
    instead_of: tuple[str, ...] = ()
    lacking: str = ""


@dataclass(frozen=True, kw_only=True)
class Declared(Rule):
    """A circumstance, or a team, that rules of this procedure may ask about."""

    name: str


@dataclass(frozen=True, kw_only=True)
class Stop(Rule):
    """A happening that ends a child's running clocks on its day."""

    by: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Override:
    """Who may approve another span for one child, between which bounds, and under which circumstances.

    `reference`: that of the document that says so has to be given.
    """

    by: tuple[str, ...]
    at_least: Span | None = None
    at_most: Span | None = None
    when: tuple[str, ...] = ()
    reference: bool = False


@dataclass(frozen=True, kw_only=True)
class Timescale(Conditional):
    """Something due: once `within` a span of what started the clock, or `every` span, again and again.

    `of` are the kinds that start it, `start` which of them counts. `displaces` names general rules that give
    way to this one wherever its conditions hold. `outlasts`: what ends other clocks does not end this one.
    `only_after`: it is due only where one of these has happened before in the same stretch of time.
    `only_if_set`: where neither the council nor an approval sets its span, nothing is owed.
    """

    meets: str
    of: tuple[str, ...]
    start: str = EARLIEST
    within: Span | Local | None = None
    every: Span | Local | None = None
    counted: str = ROLLING
    shows_grid: bool = False
    aim: Span | None = None
    force: str = "must"
    by: str | Local
    met_by: tuple[str, ...] = ()
    having: tuple[str, ...] = ()
    chaired_by: tuple[str, ...] = ()
    earlier_counts: bool = False
    unless_outcome: str = ""
    displaces: tuple[str, ...] = ()
    override: tuple[Override, ...] = ()
    only_if_set: bool = False
    suspended_by: tuple[str, ...] = ()
    outlasts: bool = False
    only_after: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    moves_running: bool = False
    known_as: str = ""
    title: str = ""

    @property
    def name(self) -> str:
        return self.known_as or self.meets

    @property
    def kinds(self) -> tuple[str, ...]:
        """What meets it."""
        return self.met_by or (self.meets,)


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
class SignOff(Conditional):
    """Nothing of such a meeting goes out before one of `who` has signed its record off.

    `met_by`: another happening than the signature on the record, like a panel's approval.
    """

    after: str
    who: tuple[str, ...]
    within: Span | Local
    force: str = "must"
    met_by: str = SIGNED_OFF
    known_as: str = ""

    @property
    def name(self) -> str:
        return self.known_as or f"sign off after {self.after}"

    @property
    def by(self) -> str:
        return self.who[0]


@dataclass(frozen=True, kw_only=True)
class Chair(Conditional):
    """Who may chair a meeting of this kind, and who may decide that somebody else does."""

    of: str
    who: tuple[str, ...]
    decided_by: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """With the children whom it is for, as of two rules on one meeting's chair each has its own."""
        return f"chair of {self.of} {self.whom}".rstrip()

    @property
    def whom(self) -> str:
        """For which children it is: "for settled package"; empty for all."""
        parts = [f"for {joined(self.when)}"] if self.when else []
        return " ".join([*parts, f"unless {joined(self.unless, 'or')}"] if self.unless else parts)


@dataclass(frozen=True, kw_only=True)
class Questions(Rule):
    """What the record of a meeting must answer when it is the `number`th of its series.

    Or the first at least `or_after` after the first meeting `since`, if that comes earlier. Meetings with a
    property of `not_counting` are outside the series.
    """

    of: str
    number: int
    or_after: Span
    since: str
    not_counting: tuple[str, ...] = ()
    asks: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"questions of {self.of}"
