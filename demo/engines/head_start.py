"""What the first broker on a machine leaves to those after it: Java's classes as it keeps them, an empty log.

Half of what a broker's start takes of a processor is reading classes, and a third is another Java that does
nothing but write two small files. Both lie beside the jars, and go when these do.
"""

import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from demo.engines.jars import jars

_FORMATTED = ("meta.properties", "bootstrap.checkpoint")


def classes(record: Callable[[str], bool]) -> list[str]:
    """Words for Java that let it map what it would read; none where this Java cannot.

    `record` starts a broker with such a word and stops it again: whether that went well. It is called once
    on a machine, and takes ten seconds. An archive that does not fit is passed over by Java itself.
    """
    archive = _archive()
    if not archive.exists():
        with (archive.parent / "classes.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not archive.exists():
                _record(archive, record)
    return [f"-XX:SharedArchiveFile={archive}", "-Xshare:auto"] if archive.stat().st_size else []


def _archive() -> Path:
    """Java takes only what the same Java has made: its program's size and date stand in the name."""
    program = Path(shutil.which("java") or "java").resolve()
    seen = program.stat()
    return jars() / f"classes-{seen.st_size}-{seen.st_mtime_ns}.jsa"


def _record(archive: Path, record: Callable[[str], bool]) -> None:
    part = archive.with_suffix(".part")
    part.unlink(missing_ok=True)
    if not record(f"-XX:ArchiveClassesAtExit={part}"):
        part.unlink(missing_ok=True)
    if not part.exists():
        part.touch()  # empty: it is not tried again
    for old in archive.parent.glob("classes-*.jsa"):
        old.unlink()
    part.rename(archive)


def formatted(node: int, data: Path) -> bool:
    """Whether `data` is an empty log of this node now, copied from what `keep_formatted` has kept."""
    kept = _kept(node)
    if not kept.exists():
        return False
    shutil.copytree(kept, data, dirs_exist_ok=True)
    return True


def keep_formatted(node: int, data: Path) -> None:
    """`data`: as Apache Kafka has just formatted it, without users; nothing else of it is kept."""
    kept = _kept(node)
    part = kept.with_name(f"{kept.name}.{uuid4().hex}")
    part.mkdir(parents=True)
    for name in _FORMATTED:
        shutil.copy(data / name, part / name)
    try:
        part.rename(kept)
    except OSError:  # another was quicker
        shutil.rmtree(part)


def _kept(node: int) -> Path:
    return jars() / "formatted" / str(node)
