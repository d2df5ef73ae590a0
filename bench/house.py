"""The whole house in a process of its own, on the embedded engines, in an empty folder."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from demo.playing import fresh_environment, town_of
from demo.town import Town
from plumbing.settings import Settings


@contextmanager
def house() -> Iterator[tuple[int, Town]]:
    """The process's number and its addresses; it is ready. Raises NotQuiet where it does not get ready."""
    with TemporaryDirectory() as folder:
        plain = {name: value for name, value in os.environ.items() if not name.startswith("CIN_")}
        settings = Settings(plain | fresh_environment(Path(folder)))
        with (Path(folder) / "words").open("w") as words:
            process = subprocess.Popen(
                [sys.executable, "-m", "services", "run"],
                env=settings.environment,
                stdout=words,
                stderr=words,
            )
            try:
                town = town_of(settings)
                town.ready()
                yield process.pid, town
            finally:
                process.terminate()
                process.wait(40)
