"""What has happened to one child, as plain dated facts: the only thing that duties are reckoned from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Happening:
    """One dated fact. `of` is the id of the happening it belongs to: a circulation's is its meeting's."""

    id: str
    kind: str
    on: date
    properties: Mapping[str, object] = field(default_factory=dict)
    of: str = ""

    def has(self, name: str) -> bool:
        """Is the property there? A "no", an empty value and silence are all absence."""
        return bool(self.properties.get(name))


@dataclass(frozen=True)
class Circumstance:
    """Something that is so for a while: a settled package, a court order."""

    kind: str
    since: date
    until: date | None = None


@dataclass(frozen=True)
class Approved:
    """An override: another span for the clause `rule`, from `since` on, `until` a day or for good."""

    rule: str
    span: str
    role: str
    since: date
    until: date | None = None


@dataclass(frozen=True)
class History:
    """Everything a procedure may know of a child. A meeting that was not held is not in it.

    A team that holds the child is a circumstance of that name. Before `known_from` (None: nothing is hidden)
    what the product did not see itself is known only where it was entered by hand.
    """

    child: str
    happenings: tuple[Happening, ...]
    circumstances: tuple[Circumstance, ...] = ()
    overrides: tuple[Approved, ...] = ()
    known_from: date | None = None
