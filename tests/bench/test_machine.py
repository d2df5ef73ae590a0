"""The line under each table says on what it was measured."""

from pathlib import Path

import pytest

from bench.machine import file_system_of, machine

MOUNTS = "overlay / overlay rw 0 0\ntmpfs /dev/shm tmpfs rw 0 0\n/dev/sda1 /srv ext4 rw 0 0\n"


@pytest.mark.parametrize(
    ("folder", "wanted"),
    [("/tmp/x", "overlay"), ("/srv", "ext4"), ("/srv/x", "ext4"), ("/srvs", "overlay")],
)
def test_a_folder_lies_on_the_file_system_that_is_mounted_nearest(folder: str, wanted: str) -> None:
    assert file_system_of(Path(folder), MOUNTS) == wanted


def test_it_names_both_databases_and_the_file_system() -> None:
    said = machine()
    assert "SQLite 3." in said and "PostgreSQL" in said and "files on " in said
