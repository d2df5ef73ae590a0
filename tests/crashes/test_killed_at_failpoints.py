"""Workers are killed between any two of their steps: nothing is lost, doubled or out of order."""

import pytest

from tests.crashes import table
from tests.crashes.playing import CROWD, play
from tests.crashes.scenes import SCENES, rows
from tests.crashes.stages import Stage

ACCEPTED = "sending: accepted, not noted"
"""The one point at which a mail may leave a second time."""


@pytest.mark.timeout(1500)
@pytest.mark.parametrize("name", SCENES)
def test_a_worker_killed_at_every_point_does_everything_once(
    name: str, stage: Stage, times: tuple[int, ...]
) -> None:
    scene = SCENES[name]
    with play(scene, stage) as playing:
        hits = {point: playing.kill(point, times) for point in scene.points}
        playing.finish()
        account, twice, crowd = playing.account, playing.mails_twice, playing.least_in_flight
        lines = [
            table.line(rows()[name, point], count, playing, crowd[point], *_mails(point, count))
            for point, count in hits.items()
        ]
    table.keep(f"{name}-{stage.engines}", lines)
    assert account.clean, account
    assert set(hits.values()) == {len(times)}, f"a point was not reached each time: {hits}"
    assert min(crowd.values()) >= CROWD, f"too few in flight at a kill: {crowd}"
    assert twice <= hits.get(ACCEPTED, 0)


def _mails(point: str, hits: int) -> tuple[int, bool]:
    """How many may leave twice, and whether they are counted in this line."""
    return (hits, True) if point == ACCEPTED else (0, False)
