"""What is particular to each council's journey: who chairs, which meetings go otherwise, which twists."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from demo.cast import AMINA, Role

if TYPE_CHECKING:
    from demo.year import Year

Twist = Callable[["Year"], None]
"""Called on the first day, when the family is on record: plans what is to happen later."""
MEETINGS = ("planning meeting", "progress meeting", "review")


@dataclass(frozen=True)
class Story:
    """One family's year under one council's procedure.

    `twists_of_meetings`: what becomes of the nth meeting (moved, without the family, hold). `of_duty`:
    what is particular to the meeting that a duty of this name asks for. `after`: what follows on the same day
    once the nth meeting of a kind was held. `assessed`: else the family comes to
    the council in another way, which a twist plays.
    """

    council: str
    clause: str
    days: int = 365
    team: str = ""
    chairs: Mapping[str, Role] = field(default_factory=dict)
    twists_of_meetings: Mapping[int, str] = field(default_factory=dict)
    twists: tuple[Twist, ...] = ()
    of_duty: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    after: Mapping[tuple[str, int], Twist] = field(default_factory=dict)
    assessed: bool = True
    returned_once: bool = False

    def chair(self, kind: str) -> Role:
        return self.chairs.get(kind, AMINA)


def stories() -> dict[str, Story]:
    """By council."""
    from demo.twists import guernsey, leicester, leicestershire, newcastle, oxfordshire, rutland, sheffield

    found = (
        guernsey.STORY,
        leicester.STORY,
        leicestershire.STORY,
        newcastle.STORY,
        oxfordshire.STORY,
        rutland.STORY,
        sheffield.STORY,
    )
    return {story.council: story for story in found}
