"""Files that processes share: the first to make one wins, and nobody reads half of it."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """What the file holds, for its owner only; where there is none, what the first to come here made."""
    if not path.exists():
        with _beside(path, make()) as whole, suppress(FileExistsError):
            os.link(whole, path)  # unlike a replacement, it never takes another's place
    return path.read_bytes()


def put(path: Path, content: bytes) -> None:
    """For its owner only, in place of what is there."""
    with _beside(path, content) as whole:
        os.replace(whole, path)


@contextmanager
def _beside(path: Path, content: bytes) -> Iterator[Path]:
    """A file of its own in the same folder, which is made where it is missing; gone afterwards."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # made with 0600
    whole = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield whole
    finally:
        whole.unlink(missing_ok=True)
