"""Makes the peers' own environment, outside the repository, and runs a peer in it."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

from bench.measuring import Spent, cpu_of

ROOT = Path(__file__).resolve().parents[2]
LOCK = Path(__file__).parent / "requirements.txt"


class NoPeers(Exception):
    """Their environment could not be made; ends with what pip said."""


class Peer:
    """One peer's process, until the `with` ends. `module`: its name in bench.peers."""

    def __init__(self, module: str) -> None:
        command = [str(environment() / "bin" / "python"), "-m", f"bench.peers.{module}"]
        place = {**os.environ, "PYTHONPATH": str(ROOT)}
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=place, cwd=ROOT)

    def __enter__(self) -> "Peer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()

    def ask(self, do: str, **request: Any) -> dict[str, Any]:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps({"do": do, **request}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the peer ended while it was asked to {do}: its words are above")
        return dict(json.loads(line))

    def time(self, do: str, engines: Iterable[int] = (), **request: Any) -> Spent:
        """`engines`: processes that work for the peer beside its own."""
        known = tuple(engines)
        before = cpu_of(known)
        answer = self.ask(do, **request)
        return Spent(answer["wall"], answer["cpu"] + cpu_of(known) - before)


def missing() -> str | None:
    """Tries to have them; None where they are here, else what went wrong and what to do."""
    try:
        environment()
    except NoPeers as error:
        return str(error)
    return None


@cache
def environment() -> Path:
    """The folder of their virtual environment; the first call takes half a minute. Raises NoPeers."""
    cache_folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "child-in-need"
    name = f"{LOCK.read_text('utf-8')}{sys.version}"
    folder = cache_folder / f"bench-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
    cache_folder.mkdir(parents=True, exist_ok=True)
    with (cache_folder / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "complete").exists():
            _make(folder)
    return folder


def _make(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    pip = [str(folder / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
    for command in (
        [sys.executable, "-m", "venv", str(folder)],
        [*pip, "--require-hashes", "-r", str(LOCK)],
        [str(folder / "bin" / "python"), "-c", "import weasyprint"],
    ):
        ended = subprocess.run(command, capture_output=True, text=True)
        if ended.returncode:
            said = ended.stderr.strip().splitlines()[-3:]
            raise NoPeers(
                "the bench's peers cannot be installed (WeasyPrint needs Debian's libpango-1.0-0 and"
                f" libpangoft2-1.0-0): {' '.join(said)}"
            )
    (folder / "complete").touch()
