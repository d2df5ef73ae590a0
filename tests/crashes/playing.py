"""Plays a scene: tells, kills at each point, lets it finish, and reckons."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from google.protobuf.message import Message

from plumbing.bus import Bus
from plumbing.tokens import Keys
from tests.crashes.accounts import Account, Ledger
from tests.crashes.saying import Speaker
from tests.crashes.scenes import Scene, Surroundings
from tests.crashes.stages import Stage, until

IN_FLIGHT = 240
"""Messages that wait for the first process, so that every kill falls into a crowd."""
MORE = 8
"""Said again and again until a kill has happened, so that every process has something to do."""


@dataclass
class Play:
    """One scene on one stage."""

    scene: Scene
    stage: Stage
    around: Surroundings
    bus: Bus
    speaker: Speaker
    ledger: Ledger
    told: list[Message] = field(default_factory=list)
    account: Account = field(default_factory=Account)
    again_on_the_bus: int = 0

    def tell(self, count: int = MORE) -> None:
        fresh = self.scene.tell(self.around, count)
        self.told += fresh
        self.speaker.say(fresh)

    def kill(self, point: str, times: Sequence[int]) -> int:
        """How often the point was hit: at its first, second … reach by a process of its own, in the flow."""
        return sum(
            self.stage.kill_at(self.scene.target, point, count, meanwhile=self.tell) for count in times
        )

    def finish(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        """One more process does all that is left, and everything is reckoned."""
        wanted = len(self.scene.effects(self.told))
        with self.stage.running(self.scene.target):
            meanwhile()
            wanted = len(self.scene.effects(self.told))
            until(partial(self.ledger.is_done, self.speaker.said, wanted), "it was never done")
        self.account = self.ledger.account(self.speaker.said, self.scene.effects(self.told), self.scene.key)
        self.account.lost += self.scene.not_mailed(self.told, self.around)
        self.again_on_the_bus = self.ledger.compare_with_bus(self.account, self.bus)

    @property
    def mails_twice(self) -> int:
        return sum(count - 1 for count in self.around.mails().values())


@contextmanager
def play(scene: Scene, stage: Stage) -> Iterator[Play]:
    """The stage must be able to name its bus and databases already."""
    with Surroundings(Keys(stage.folder / "keys")) as around:
        stage.environment.update(around.environment)
        stage.migrate(scene.service)
        bus = stage.bus()
        database = stage.database(scene.service)
        try:
            ledger = Ledger(database, scene.pipes, scene.service)
            yield Play(scene, stage, around, bus, Speaker(bus), ledger)
        finally:
            stage.close()
            bus.close()
            database.close()
