"""Hold everything: nothing leaves for these people until a manager lifts it (U1)."""

from dataclasses import dataclass, field
from datetime import date


@dataclass
class Hold:
    """`confirmed`: for whom notifications has said that it holds; `child`: from whose page it was placed."""

    id: str
    persons: list[str]
    reason: str
    placed_by: str
    placed_on: date
    confirmed: list[str] = field(default_factory=list)
    lifted_by: str = ""
    lifted_on: date | None = None
    child: str = ""

    @property
    def active(self) -> bool:
        return self.lifted_on is None

    @property
    def unconfirmed(self) -> list[str]:
        return [person for person in self.persons if person not in self.confirmed]
