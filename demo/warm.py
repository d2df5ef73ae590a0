"""Processes of the product that start at once: forked from one that has read the program already.

A product in a process for each role is a dozen processes, and each would take a second or two of a processor
to read the same files. What then runs is the command line as always, or a test's own beginning of it.
"""

import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path

_MAINS = tuple(f"services.{name}.main" for name in ("planning", "scheduler", "records", "notifications"))
_CLIENTS = ("plumbing.bus.kafka_bus", "sqlalchemy.dialects.postgresql.psycopg", "psycopg")
"""A process reads these only where it is told of a broker or a server."""
_READ = (
    *("services.__main__", "services.running", "services.databases", "services.bus_commands"),
    *(*_MAINS, *_CLIENTS),
)
"""By the process that the others are forked from; it runs nothing, and has no thread but one."""
_forking = multiprocessing.get_context("forkserver")
_forking.set_forkserver_preload(list(_READ))


def cin(words: Sequence[str], environment: Mapping[str, str], out: Path) -> BaseProcess:
    """`cin WORDS`, begun."""
    return begin(_command_line, (list(words),), environment, out)


def begin(
    act: Callable[..., int | None], given: Sequence[object], environment: Mapping[str, str], out: Path
) -> BaseProcess:
    """Runs `act(*given)` in a process with this environment alone; what it says is added to `out`.

    Its exit code is what `act` returns, or exits with. `act` and what it is given must be fit for pickling.
    It is ended with the process that began it, at the latest, unless that one is killed.
    """
    process = _forking.Process(target=_be, args=(act, given, dict(environment), out), daemon=True)
    process.start()
    return process


def _command_line(words: list[str]) -> None:
    from services.__main__ import main

    main(words, prog_name="cin")


def _be(
    act: Callable[..., int | None], given: Sequence[object], environment: dict[str, str], out: Path
) -> None:
    os.environ.clear()
    os.environ.update(environment)
    with out.open("ab") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    sys.exit(act(*given))
