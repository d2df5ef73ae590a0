"""Parts that not every machine has: where one is missing, CI fails and a person is told, never silence."""

import os
import shutil
import warnings
from collections.abc import Callable

import pytest


def _programs(*names: str) -> str | None:
    missing = [name for name in names if shutil.which(name) is None]
    return f"{', '.join(missing)} not found" if missing else None


_PARTS: dict[str, tuple[Callable[[], str | None], str]] = {
    "verapdf": (lambda: _programs("java", "mvn", "bash"), "install a JDK (17 or newer) and Maven"),
}


def needs(part: str) -> None:
    """Call it first. Under CI=true a missing part fails the test; else it skips with a warning."""
    check, cure = _PARTS[part]
    missing = check()
    if missing is None:
        return
    words = f"{part}: {missing}; {cure}"
    if os.environ.get("CI") == "true":
        pytest.fail(words)
    warnings.warn(pytest.PytestWarning(f"NOT TESTED: {words}"), stacklevel=2)
    pytest.skip(words)
