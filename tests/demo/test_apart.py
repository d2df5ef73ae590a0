"""What was started for the product in several processes does not outlive a start that fails half-way."""

import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

from demo import apart, warm
from demo.apart import TARGETS, Apart, CannotPrepare, Engines


class Broken(Exception):
    """The step that the test lets fail."""


class Engine:
    """Stands for the broker and for PostgreSQL: runs nothing, and writes down what it is told."""

    url = "kafka://127.0.0.1:9"

    def __init__(self, name: str, heard: list[str], fails_at: str) -> None:
        self._name = name
        self._heard = heard
        self._fails_at = fails_at

    def __getattr__(self, step: str) -> Callable[..., dict[str, Any]]:
        def act(*_: object) -> dict[str, Any]:
            self._heard.append(f"{self._name} {step}")
            if self._heard[-1] == self._fails_at:
                raise Broken(self._fails_at)
            return {}

        return act


def _engines(monkeypatch: pytest.MonkeyPatch, folder: Path, fails_at: str) -> tuple[Engines, list[str]]:
    heard: list[str] = []
    monkeypatch.setattr(apart, "Broker", lambda *_: Engine("broker", heard, fails_at))
    monkeypatch.setattr(apart, "PostgreSQL", lambda **_: Engine("postgres", heard, fails_at))
    return Engines(folder), heard


@pytest.mark.parametrize(
    "step", ["broker launch", "postgres start", "postgres create_databases", "broker wait"]
)
def test_engines_are_stopped_where_a_later_step_fails(
    step: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    engines, heard = _engines(monkeypatch, tmp_path, step)
    with pytest.raises(Broken, match=step), engines:
        pytest.fail("it must not be entered")
    assert heard[-3:] == [step, "broker stop", "postgres close"]


def test_engines_run_until_they_are_left_and_one_that_will_not_stop_does_not_keep_the_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    engines, heard = _engines(monkeypatch, tmp_path, "broker stop")
    with pytest.raises(Broken, match="broker stop"), engines:
        assert heard[-1] == "broker wait"
    assert heard[-2:] == ["broker stop", "postgres close"]


class Cannot(OSError):
    """What a machine says that has no room for another process."""


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[BaseProcess]]:
    """Every process that is begun, in place of a command: a role sleeps, anything else ends at once."""
    found: list[BaseProcess] = []

    def sleeping(words: list[str], environment: Mapping[str, str], out: Path) -> BaseProcess:
        seconds = 60 if words[0] == "run" else 0
        found.append(warm.begin(time.sleep, (seconds,), environment, out))
        return found[-1]

    monkeypatch.setattr(warm, "cin", sleeping)
    yield found
    for process in found:
        process.kill()
        process.join()


def test_processes_are_ended_where_a_later_one_cannot_start(
    begun: list[BaseProcess], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    begin = warm.cin

    def broken_at_the_fourth(words: list[str], environment: Mapping[str, str], out: Path) -> BaseProcess:
        if TARGETS[3] in words:
            raise Cannot
        return begin(words, environment, out)

    monkeypatch.setattr(warm, "cin", broken_at_the_fourth)
    with pytest.raises(Cannot), Apart(tmp_path, {}):
        pytest.fail("it must not be entered")
    assert [process.exitcode for process in begun] == [0, 0, 0, *[-signal.SIGTERM] * 3]


def test_nothing_is_started_where_the_tables_cannot_be_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(
        warm, "cin", lambda words, environment, out: warm.begin(sys.exit, (1,), environment, out)
    )
    with (
        pytest.raises(CannotPrepare, match="cin migrate ended with 1: see .*prepared.log"),
        Apart(tmp_path, {}),
    ):
        pytest.fail("it must not be entered")


def test_processes_run_until_they_are_left(begun: list[BaseProcess], tmp_path: Path) -> None:
    with Apart(tmp_path, {}):
        roles = begun[3:]
        assert len(roles) == len(TARGETS)
        assert [process.exitcode for process in roles] == [None] * len(TARGETS)
    assert [process.exitcode for process in roles] == [-signal.SIGTERM] * len(TARGETS)
