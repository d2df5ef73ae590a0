"""Relay and consumer are killed between any two of their steps: nothing is lost, doubled or out of order."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

from tests.contracts.reading import until
from tests.plumbing.conftest import Service, open_log, registered, service

KEYS = ("a", "b", "c", "d", "e")
PER_KEY = 24
KILLS = {
    "relay": [("published, not marked", 2), ("before publish", 3), ("published, not marked", 4)],
    "consumer": [("within the transaction", 5), ("kept, not committed", 2), ("kept, not committed", 3)],
}


def _start(folder: Path, role: str, point: str, count: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.plumbing.crashing", str(folder), role, point, str(count)]
    path = os.pathsep.join(part for part in sys.path if part)
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path}, stderr=subprocess.DEVNULL)


def _live_through(folder: Path, role: str, ended: list[subprocess.Popen[bytes]]) -> None:
    """One process after another, each killed at its point; the last one stays."""
    for point, count in KILLS[role]:
        process = _start(folder, role, point, count)
        ended.append(process)
        process.wait(30)
    ended.append(_start(folder, role, "never", 0))


def _speak(speaker: Service) -> Iterator[None]:
    for version in range(PER_KEY):
        for key in KEYS:
            speaker.say(registered(key, version))
        yield


def test_nothing_is_lost_doubled_or_reordered_by_kills_at_every_step(tmp_path: Path) -> None:
    bus = open_log(tmp_path)
    speaker, hearer = service("planning", tmp_path, bus), service("records", tmp_path, bus)
    processes: dict[str, list[subprocess.Popen[bytes]]] = {role: [] for role in KILLS}
    threads = [Thread(target=_live_through, args=(tmp_path, role, processes[role])) for role in KILLS]
    for thread in threads:
        thread.start()
    talk = _speak(speaker)
    for _ in talk:
        time.sleep(0.03)
    while any(thread.is_alive() for thread in threads):  # each kill needs something to do
        speaker.say(registered("filler"))
        time.sleep(0.05)
    speaker.say(registered("last"))  # goes only through the two that live
    try:
        until(lambda: hearer.kept("last") == [1], "the last processes did not take over")
        total = PER_KEY * len(KEYS)
        until(lambda: len([v for key in KEYS for v in hearer.kept(key)]) >= total, "not everything came")
        until(lambda: sum(bus.lag("records").values()) == 0, "the consumer did not come to its end")
    finally:
        for role in KILLS:
            processes[role][-1].terminate()
    assert {p.wait(30) for role in KILLS for p in processes[role][:-1]} == {-signal.SIGKILL}
    assert {processes[role][-1].wait(30) for role in KILLS} == {0}
    for key in KEYS:
        assert hearer.kept(key) == list(range(PER_KEY))
    assert _on_the_bus(tmp_path) > _said(speaker), "no kill fell between publishing and marking"


def _said(speaker: Service) -> int:
    with speaker.database.read() as session:
        return len(session.execute(speaker.pipes.outbox.select()).all())


def _on_the_bus(folder: Path) -> int:
    bus = open_log(folder)
    bus.subscribe("count", ["cin.child.v1"]).close()
    return sum(bus.lag("count").values())


def test_a_killed_members_partitions_are_anothers_at_once(tmp_path: Path) -> None:
    """Its process is known to be gone: nobody waits for its silence of ten seconds."""
    bus = open_log(tmp_path)
    service("planning", tmp_path, bus).say(*[registered(key) for key in KEYS])
    speaker = _start(tmp_path, "relay", "never", 0)
    victim = _start(tmp_path, "consumer", "kept, not committed", 1)
    assert victim.wait(30) == -signal.SIGKILL
    started = time.monotonic()
    member = bus.subscribe("records", ["cin.child.v1"])
    until(lambda: len(member.poll(0.1)) > 0, "nothing was heard")
    assert time.monotonic() - started < 5
    speaker.terminate()
    assert speaker.wait(30) == 0
