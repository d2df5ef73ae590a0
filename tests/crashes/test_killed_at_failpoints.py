"""Workers are killed between any two of their steps: nothing is lost, doubled or out of order."""

import pytest

from tests.crashes import table
from tests.crashes.playing import IN_FLIGHT, play
from tests.crashes.scenes import SCENES
from tests.crashes.stages import Stage
from tests.crashes.table import Line


@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", SCENES)
def test_a_worker_killed_at_every_point_does_everything_once(
    name: str, stage: Stage, times: tuple[int, ...]
) -> None:
    scene = SCENES[name]
    with play(scene, stage) as playing:
        playing.tell(IN_FLIGHT)
        hits = {point: playing.kill(point, times) for point in scene.points}
        playing.finish()
        account, twice = playing.account, playing.mails_twice
        said = len(playing.told)
    bound = hits.get("sending: accepted, not noted", 0)
    lines = [
        Line(
            point,
            stage.engines,
            count,
            said,
            len(account.lost),
            len(account.doubled),
            len(account.reordered),
            account.parked,
            twice if point == "sending: accepted, not noted" else 0,
            bound if point == "sending: accepted, not noted" else 0,
        )
        for point, count in hits.items()
    ]
    table.keep(f"{name}-{stage.engines}", lines)
    assert account.clean, account
    assert set(hits.values()) == {len(times)}, f"a point was not reached each time: {hits}"
    assert twice <= bound
