"""What a run ran on: figures mean nothing without it."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

_PACKAGES = ("icalendar", "kafka-python", "psycopg", "SQLAlchemy", "typst")


def machine() -> str:
    """One line for the head of a table."""
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    load = ", ".join(f"{load:.2f}" for load in os.getloadavg())
    system = f"{platform.system()} {platform.release()}"
    return (
        f"{os.cpu_count()} cores ({_processor()}), {_memory()} GB, {system}, "
        f"Python {platform.python_version()}, {packages}; load before the run {load}"
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    found = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return found[0] if found else platform.machine()


def _memory() -> int:
    total = Path("/proc/meminfo").read_text().split()[1]
    return round(int(total) / 1024 / 1024)
