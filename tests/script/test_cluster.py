"""The small cluster is taken down even where somebody still looks into a folder of its node."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOWN = """
set -eu
mount -t tmpfs none /sys/fs/cgroup
mount --bind "$1" "$1"
sleep "$2" < /dev/null > /dev/null 2>&1 3< "$1" &
trap "kill $! 2>/dev/null || true" EXIT
script/cluster down
"""
"""In namespaces of its own: what it takes down is nobody else's network, mount or group of processes."""


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Path]:
    """The kubelet's folder, as a node leaves it: mounted on itself."""
    kubelet = tmp_path / "child-in-need" / "kubernetes" / "run" / "kubelet"
    (kubelet / "pods").mkdir(parents=True)
    (tmp_path / "child-in-need" / "kubernetes" / "node").mkdir()
    yield kubelet
    assert not kubelet.parent.exists()


def down(node: Path, held: int) -> subprocess.CompletedProcess[str]:
    """`held`: for how many seconds another process keeps the folder open."""
    home = {**os.environ, "XDG_CACHE_HOME": str(node.parents[3])}
    namespaces = ("unshare", "--map-root-user", "--mount", "--net")
    words = (*namespaces, "bash", "-c", DOWN, "down", str(node), str(held))
    return subprocess.run(words, cwd=ROOT, env=home, capture_output=True, text=True, timeout=60)


@pytest.mark.smalldisk
@pytest.mark.parametrize(("held", "said"), [(1, ""), (60, "is still in use")])
def test_a_folder_that_is_still_in_use_is_waited_for_or_hidden(node: Path, held: int, said: str) -> None:
    ended = down(node, held)
    assert ended.returncode == 0, ended.stderr
    assert (said in ended.stderr) if said else not ended.stderr
