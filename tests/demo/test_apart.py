"""What was started for the product in several processes does not outlive a start that fails half-way."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from demo import apart
from demo.apart import TARGETS, Apart, Engines


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


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Every process that is begun; what a test leaves behind is ended."""
    begun: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            begun.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    yield begun
    for process in begun:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait()


def _sleeping(words: list[str]) -> list[str]:
    """In place of a role; migrations and topics end at once."""
    seconds = 60 if words[0] == "run" else 0
    return [sys.executable, "-S", "-c", f"import time; time.sleep({seconds})"]


def test_processes_are_ended_where_a_later_one_cannot_start(
    started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken_at_the_fourth(words: list[str]) -> list[str]:
        return [str(tmp_path / "no-such-program")] if TARGETS[3] in words else _sleeping(words)

    monkeypatch.setattr(apart, "_cin", broken_at_the_fourth)
    with pytest.raises(FileNotFoundError), Apart(tmp_path, {}):
        pytest.fail("it must not be entered")
    assert [process.poll() for process in started] == [0, 0, *[-signal.SIGTERM] * 3]


def test_processes_run_until_they_are_left(
    started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(apart, "_cin", _sleeping)
    with Apart(tmp_path, {}):
        roles = started[2:]
        assert len(roles) == len(TARGETS)
        assert [process.poll() for process in roles] == [None] * len(TARGETS)
    assert [process.poll() for process in roles] == [-signal.SIGTERM] * len(TARGETS)
