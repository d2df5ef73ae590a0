"""Apache Kafka's jars: fetched once with Maven, kept outside the repository, never fetched twice over."""

import fcntl
import re
import shutil
import subprocess
from pathlib import Path

from demo.kept import kept

POM = Path(__file__).parent / "kafka" / "pom.xml"
_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"


class CannotFetch(Exception):
    """The jars are not here and could not be had; says what Maven said."""


def version() -> str:
    """Of Apache Kafka, as the pom pins it."""
    found = re.search(r"<kafka\.version>([^<]+)<", POM.read_text("utf-8"))
    assert found, f"{POM} names no kafka.version"
    return found.group(1)


def missing() -> str | None:
    """None where a broker can be started, else what is not here and how to get it."""
    absent = [name for name in ("java", "mvn") if shutil.which(name) is None]
    if "mvn" in absent and _complete(_folder()):
        absent.remove("mvn")
    return f"{', '.join(absent)} not found: install a JDK (17 or newer) and Maven" if absent else None


def jars() -> Path:
    """The folder that has them; the first call takes 10 to 60 seconds. Raises CannotFetch."""
    folder = _folder()
    with (folder.parent / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _complete(folder):
            _fetch(folder)
    return folder


def _folder() -> Path:
    return kept() / f"kafka-{version()}"


def _complete(folder: Path) -> bool:
    """The pom is copied last: a folder with ours in it is whole."""
    kept = folder / "pom.xml"
    return kept.exists() and kept.read_bytes() == POM.read_bytes()


def _fetch(folder: Path) -> None:
    part = folder.with_name(f"{folder.name}.part")
    for stale in (folder, part):
        shutil.rmtree(stale, ignore_errors=True)
    part.mkdir()
    command = ["mvn", "--batch-mode", "--quiet", "-f", str(POM), _COPY, "-DincludeScope=runtime"]
    ended = subprocess.run([*command, f"-DoutputDirectory={part}"], capture_output=True, text=True)
    if ended.returncode:
        raise CannotFetch(f"Maven could not fetch Apache Kafka {version()}:\n{ended.stdout[-2000:]}")
    shutil.copy(POM, part / "pom.xml")
    part.rename(folder)
