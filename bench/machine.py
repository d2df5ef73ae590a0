"""What a run ran on: figures mean nothing without it."""

import os
import platform
import sqlite3
import subprocess
from importlib.metadata import version
from pathlib import Path
from tempfile import gettempdir

from demo.engines import postgres

_PACKAGES = ("icalendar", "kafka-python", "psycopg", "SQLAlchemy", "typst")


def machine() -> str:
    """One line for the head of a table."""
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    load = ", ".join(f"{load:.2f}" for load in os.getloadavg())
    system = f"{platform.system()} {platform.release()}"
    return (
        f"{os.cpu_count()} cores ({_processor()}), {_memory()} GB, {system}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {_postgres()}, {packages}; "
        f"files on {_file_system()}; load before the run {load}"
    )


def _postgres() -> str:
    """Of the one that the tables with PostgreSQL start."""
    program = postgres.program("postgres")
    if program is None:
        return "no PostgreSQL"
    said = subprocess.run([program, "--version"], capture_output=True, text=True)
    return f"PostgreSQL {said.stdout.split()[2]}"


def _file_system() -> str:
    """Under the databases, the log and the brokers of a run."""
    return file_system_of(Path(gettempdir()), Path("/proc/mounts").read_text())


def file_system_of(folder: Path, mounts: str) -> str:
    """`mounts`: lines of /proc/mounts; the one whose place is the longest beginning of the folder's name."""
    places = {Path(line.split()[1]): line.split()[2] for line in mounts.splitlines()}
    return places[next(place for place in (folder, *folder.parents) if place in places)]


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    found = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return found[0] if found else platform.machine()


def _memory() -> int:
    total = Path("/proc/meminfo").read_text().split()[1]
    return round(int(total) / 1024 / 1024)
