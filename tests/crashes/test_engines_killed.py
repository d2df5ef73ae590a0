"""PostgreSQL or the broker is killed under load and started again: the workers live through it."""

import time
from functools import partial

import pytest

from tests.crashes import table
from tests.crashes.playing import IN_FLIGHT, Play, play
from tests.crashes.scenes import SCENES
from tests.crashes.stages import PATIENCE, Production, until
from tests.crashes.table import Line

GONE = 1.5
"""Seconds between the kill and the next start."""


@pytest.mark.kafka
@pytest.mark.postgres
@pytest.mark.timeout(600)
@pytest.mark.parametrize("engine", ["server", "broker"])
@pytest.mark.parametrize("scene", ["alarms", "sending"])
def test_an_engine_killed_under_load_costs_time_and_nothing_else(
    scene: str, engine: str, production: Production, times: tuple[int, ...]
) -> None:
    with play(SCENES[scene], production) as playing:
        playing.speaker.patience = PATIENCE
        playing.tell(IN_FLIGHT)
        playing.finish(meanwhile=partial(_kill_and_start, playing, production, engine, len(times)))
        account, twice, said = playing.account, playing.mails_twice, len(playing.told)
    name = {"server": "PostgreSQL", "broker": "a broker"}[engine]
    bound = len(times) if engine == "server" and scene == "sending" else 0
    lost, doubled, reordered = len(account.lost), len(account.doubled), len(account.reordered)
    row = Line(
        f"{name} killed ({scene})",
        production.engines,
        len(times),
        said,
        lost,
        doubled,
        reordered,
        account.parked,
        twice,
        bound,
    )
    table.keep(f"engine-{engine}-{scene}", [row])
    assert account.clean, account
    assert twice <= bound


def _kill_and_start(playing: Play, stage: Production, engine: str, times: int) -> None:
    for _ in range(times):
        before = len(playing.ledger.spoken())
        playing.tell(IN_FLIGHT // 4)
        until(lambda before=before: len(playing.ledger.spoken()) > before, "nothing went on")
        victim = getattr(stage, engine)
        victim.kill()
        time.sleep(GONE)
        victim.start()
        playing.tell()
