"""The engines that the bus contract holds for; a further one is a class here and a line in ENGINES."""

from pathlib import Path
from typing import Protocol

from plumbing.bus import Bus
from plumbing.bus.log import LogBus


class Engine(Protocol):
    """`silence`: seconds after which a member that does not poll is out, kept short here."""

    silence: float

    def open(self) -> Bus:
        """One more handle on the same bus, as another process would have it."""


class LogEngine:
    silence = 0.6

    def __init__(self, folder: Path) -> None:
        self._path = str(folder / "bus.db")

    def open(self) -> Bus:
        return LogBus(self._path, session=self.silence)


ENGINES: dict[str, type[LogEngine]] = {"log": LogEngine}
