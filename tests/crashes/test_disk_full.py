"""The disk is full in the middle of the work: nothing is lost, and it heals once there is room."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crashes import table
from tests.crashes.disks import SmallDisk, small_disk
from tests.crashes.playing import IN_FLIGHT, Play, play
from tests.crashes.scenes import SCENES
from tests.crashes.stages import Stage, until

FULL = 4.0
"""Seconds during which nothing can be written."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk", 48) as disk:
        yield disk


@pytest.fixture
def cramped(tmp_path: Path, disk: SmallDisk) -> Iterator[Stage]:
    """The databases and the log lie on the small disk."""
    stage = Stage("embedded", tmp_path, {"CIN_DATA": str(disk.folder)})
    yield stage
    stage.close()


@pytest.mark.smalldisk
@pytest.mark.timeout(300)
def test_a_full_disk_loses_nothing_and_heals(cramped: Stage, disk: SmallDisk, times: tuple[int, ...]) -> None:
    with play(SCENES["alarms"], cramped) as playing:
        playing.tell(IN_FLIGHT)

        def fill_and_free() -> None:
            until(lambda: len(playing.ledger.spoken()) > 5, "it never began")
            disk.fill()
            refused = _say_until_refused(playing)
            time.sleep(FULL)
            before = len(playing.ledger.spoken())
            time.sleep(1)
            stood_still = len(playing.ledger.spoken()) == before
            disk.free()
            assert refused and stood_still, "the disk was not full"
            playing.tell(IN_FLIGHT)

        playing.finish(meanwhile=fill_and_free)
        account = playing.account
        row = table.line("disk full", 1, playing)
    table.keep("disk-full-embedded", [row])
    assert account.clean, account


def _say_until_refused(playing: Play) -> bool:
    """What the log does not take is not said: nobody was told that it was."""
    for _ in range(200):
        told, said = list(playing.told), list(playing.speaker.said)
        try:
            playing.tell()
        except Exception:  # whatever the engine raises: it was not taken
            playing.told, playing.speaker.said = told, said
            return True
    return False
