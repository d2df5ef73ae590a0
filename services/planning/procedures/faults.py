"""What is wrong in a procedure file: where it stands, which word, and what may stand there instead."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Fault:
    """One wrong word. `file` is the path as it was given."""

    file: str
    line: int
    word: str
    problem: str
    allowed: tuple[str, ...] = ()

    @property
    def nearest(self) -> str:
        """The allowed word that was probably meant, or ""."""
        return next(iter(get_close_matches(self.word, self.allowed, 1)), "")

    def __str__(self) -> str:
        allowed = f"; allowed: {', '.join(self.allowed)}" if self.allowed else ""
        nearest = f". Did you mean {self.nearest!r}?" if self.nearest else ""
        return f"{self.file}:{self.line}: {self.word!r} {self.problem}{allowed}{nearest}"


class ProcedureUnreadable(Exception):
    """A council's files cannot be used as they stand; lists every fault."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


class WrongWord(Exception):
    """One value that cannot be read; the reader adds file and line."""

    def __init__(self, word: object, problem: str, allowed: Iterable[str] = ()) -> None:
        super().__init__(f"{word!r} {problem}")
        self.word, self.problem, self.allowed = str(word), problem, tuple(allowed)
