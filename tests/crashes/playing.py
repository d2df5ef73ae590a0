"""Plays a scene: tells, kills at each point, lets it finish, and reckons."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from google.protobuf.message import Message

from plumbing.bus import Bus
from plumbing.tokens import Keys
from tests.crashes.accounts import Account, Ledger, Left
from tests.crashes.saying import Speaker
from tests.crashes.scenes import Scene, Surroundings
from tests.crashes.stages import Stage, until_empty

IN_FLIGHT = 800
"""Messages that wait when a process is started, so that its kill falls into a crowd.

It handles at most a hundred a second: a crowd is left though whoever tells the next stands still for six.
"""
CROWD = 200
"""Messages that must still be in flight when it has been killed."""
MORE = 8
"""Said again and again until a kill has happened, so that every process has something to do."""
AT_LAST = 400.0
"""Seconds. A mail told "later" while processes were killed may wait five minutes for its next try."""


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
    least_in_flight: dict[str, int] = field(default_factory=dict)

    def tell(self, count: int = MORE) -> None:
        fresh = self.scene.tell(self.around, count)
        self.told += fresh
        self.speaker.say(fresh)

    def kill(self, point: str, times: Sequence[int]) -> int:
        """How often the point was hit: at its first, second … reach by a process of its own, in the flow."""
        hits = 0
        self.around.mail.says = {"MAIL": "451 later"} if point in self.scene.without_mail else {}
        for count in times:
            self.tell(max(MORE, IN_FLIGHT - self.left().in_flight))
            hits += self.stage.kill_at(self.scene.target, point, count, meanwhile=self.tell)
            least = self.least_in_flight.get(point, IN_FLIGHT)
            self.least_in_flight[point] = min(least, self.left().in_flight)
        self.around.mail.says = {}
        return hits

    def left(self) -> Left:
        return self.ledger.left(self.speaker.said, len(self.scene.effects(self.told)))

    def finish(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        """One more process does all that is left, and everything is reckoned."""
        with self.stage.running(self.scene.target) as process:
            meanwhile()
            until_empty(self.left, self._look, AT_LAST, process.is_alive)
        self.account = self.ledger.account(self.speaker.said, self.scene.effects(self.told), self.scene.key)
        self.account.lost += self.scene.not_mailed(self.told, self.around)
        self.again_on_the_bus = self.ledger.compare_with_bus(self.account, self.bus)

    def _look(self) -> str:
        """For the words of a failure: what nobody handled, and what was said or was not."""
        behind = {str(lane): count for lane, count in self.bus.lag(self.scene.service).items() if count}
        wanted = self.scene.effects(self.told)
        unlike = self.ledger.unlike(wanted, self.scene.key)
        return f"lag {behind}; {'; '.join(unlike)}; see {self.stage.log}"

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
