"""PostgreSQL or the broker is killed under load and started again: the workers live through it."""

import time
from functools import partial

import pytest

from tests.crashes import table
from tests.crashes.playing import CROWD, IN_FLIGHT, MORE, Play, play
from tests.crashes.scenes import SCENES
from tests.crashes.stages import PATIENCE, Production, until
from tests.crashes.victim import PACED

GONE = 1.5
"""Seconds between the kill and the next start."""


@pytest.mark.kafka
@pytest.mark.postgres
@pytest.mark.timeout(600)
@pytest.mark.parametrize("engine", ["server", "broker"])
@pytest.mark.parametrize("scene", ["alarms", pytest.param("sending", marks=pytest.mark.long)])
def test_an_engine_killed_under_load_costs_time_and_nothing_else(
    scene: str, engine: str, production: Production, times: tuple[int, ...]
) -> None:
    production.environment[PACED] = "1"
    with play(SCENES[scene], production) as playing:
        playing.speaker.patience = PATIENCE
        playing.tell(IN_FLIGHT)
        playing.finish(meanwhile=partial(_kill_and_start, playing, production, engine, len(times)))
        account, twice = playing.account, playing.mails_twice
        name = {"server": "PostgreSQL", "broker": "a broker"}[engine]
        bound = len(times) if engine == "server" and scene == "sending" else 0
        crowd = playing.least_in_flight[engine]
        row = table.line(f"{name} killed ({scene})", len(times), playing, crowd, bound)
    table.keep(f"engine-{engine}-{scene}", [row])
    assert account.clean, account
    assert crowd >= CROWD, "too few in flight"
    assert twice <= bound


def _kill_and_start(playing: Play, stage: Production, engine: str, times: int) -> None:
    for _ in range(times):
        before = len(playing.ledger.spoken())
        playing.tell(max(MORE, IN_FLIGHT - playing.left().in_flight))
        until(lambda before=before: len(playing.ledger.spoken()) > before, "nothing went on")
        victim = getattr(stage, engine)
        crowd = playing.left().in_flight
        victim.kill()
        playing.least_in_flight[engine] = min(crowd, playing.least_in_flight.get(engine, crowd))
        time.sleep(GONE)
        victim.start()
        playing.tell()
