"""Where what is kept on a machine for every run lies: outside the repository, not among what is temporary."""

import os
from pathlib import Path


def kept() -> Path:
    """The folder, made where it was not."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(cache) / "child-in-need"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
