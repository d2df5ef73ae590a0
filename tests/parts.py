"""The parts that some tests need beside Python: whether each is here, and what its absence means."""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bench.peers import running as peers
from demo.engines import jars, postgres
from tests.crashes.disks import mounting_is_forbidden

ROOT = Path(__file__).parent.parent
LOUD = "MISSING PART"


def _libical() -> str | None:
    try:
        ctypes.CDLL("libical.so.3")
    except OSError:
        return "libical.so.3 is not installed: apt-get install libical3"
    return None


def _icaljs() -> str | None:
    if shutil.which("node") is None:
        return "node is not installed: apt-get install nodejs"
    if not (ROOT / "node_modules" / "ical.js").is_dir():
        return "npm's ical.js is not here: npm ci"
    return None


def _provider() -> str | None:
    if shutil.which("node") is None:
        return "node is not installed: apt-get install nodejs"
    asked = subprocess.run(["node", "--version"], capture_output=True, text=True)
    if int(asked.stdout.strip().lstrip("v").partition(".")[0] or 0) < 20:
        return "node is older than 20: install a newer one"
    if not (ROOT / "node_modules" / "oidc-provider").is_dir():
        return "npm's oidc-provider is not here: npm ci"
    return None


def _verapdf() -> str | None:
    missing = [name for name in ("java", "mvn", "bash") if shutil.which(name) is None]
    return f"{', '.join(missing)} not found: install a JDK (17 or newer) and Maven" if missing else None


def _tool(name: str) -> str | None:
    """The first use makes it; here it is only asked whether that can be done."""
    asked = subprocess.run([ROOT / "script" / "tool", name, "--here"], capture_output=True, text=True)
    return asked.stderr.strip() if asked.returncode else None


def _smalldisk() -> str | None:
    with TemporaryDirectory() as folder:
        return mounting_is_forbidden(Path(folder) / "disk")


PARTS: dict[str, Callable[[], str | None]] = {
    "libical": _libical,
    "icaljs": _icaljs,
    "provider": _provider,
    "verapdf": _verapdf,
    "smalldisk": _smalldisk,
    "kafka": jars.missing,
    "postgres": postgres.missing,
    "peers": peers.missing,
    "helm": partial(_tool, "helm"),
    "promtool": partial(_tool, "promtool"),
}
"""By pytest marker: None where the part is here, else what is missing and how to get it."""


def needs(part: str) -> None:
    """Skips loudly where the part is missing; on the build server that is a failure, never a skip."""
    missing = PARTS[part]()
    if missing is None:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"{LOUD} {part}: {missing}", pytrace=False)
    pytest.skip(f"{LOUD} {part}: {missing}")


def missing_parts(reasons: list[str]) -> list[str]:
    """One line for each missing part, with how many tests it kept from running."""
    loud = [reason[reason.index(LOUD) :] for reason in reasons if LOUD in reason]
    return [f"{reason} ({loud.count(reason)} tests did not run)" for reason in sorted(set(loud))]
