"""An earlier release: its chart as it was packaged, its image from its own source."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.rehearsal.cluster import ROOT, call

_PACKAGE = re.compile(r"child-in-need-(\d+)\.(\d+)\.(\d+)\.tgz")


@dataclass(frozen=True)
class Released:
    """`image` is the name of the image on this machine."""

    version: str
    chart: Path
    image: str


def newest(folder: Path) -> Released:
    """Builds its image too, with its source unpacked into `folder`."""
    found = [(_PACKAGE.fullmatch(path.name), path) for path in (ROOT / "charts" / "released").glob("*.tgz")]
    assert all(match for match, _ in found), "a package whose name holds no version"
    numbers, chart = max((tuple(map(int, match.groups())), path) for match, path in found if match)
    version = ".".join(map(str, numbers))
    unpack(commit_of(version), folder)
    words = ("--base", "standin", "--source", str(folder), "--tag", version)
    return Released(version, chart, call("script/image", *words, seconds=900).strip())


def commit_of(version: str) -> str:
    """By its tag; a clone without tags knows it by its subject."""
    tag = subprocess.run(
        ["git", "rev-parse", "--quiet", "--verify", f"v{version}^{{commit}}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    subject = f"^Release {re.escape(version)}$"
    found = tag.stdout.strip() or call("git", "log", "-1", "--format=%H", "--grep", subject).strip()
    if not found:
        pytest.fail(f"release {version} is not in this clone: git fetch --tags --unshallow")
    return found


def unpack(commit: str, folder: Path) -> None:
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True).stdout
    subprocess.run(["tar", "-x", "-C", str(folder)], input=packed, check=True)
