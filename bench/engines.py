"""The production pair of engines for a bench: PostgreSQL and Apache Kafka, started here and stopped again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from demo.engines import jars, postgres
from demo.engines.broker import Broker, DidNotStart
from demo.engines.postgres import CannotStart, PostgreSQL, settings_of


class NoEngines(Exception):
    """One of them is not here or does not start; says what to do."""


@contextmanager
def production(folder: Path) -> Iterator[tuple[dict[str, str], tuple[int, ...]]]:
    """The settings of a house that runs on them, and their processes. Raises NoEngines."""
    absent = postgres.missing() or jars.missing()
    if absent:
        raise NoEngines(absent)
    server, broker = PostgreSQL(), Broker(folder / "kafka")
    try:
        try:
            server.start()
            broker.start()
        except (CannotStart, DidNotStart, jars.CannotFetch) as error:
            raise NoEngines(str(error)) from None
        settings = settings_of(server.create_databases("bench")) | {"CIN_BUS": broker.url}
        yield settings, (postmaster(server), broker.pid)
    finally:
        broker.stop()
        server.close()


def postmaster(server: PostgreSQL) -> int:
    """The process whose children work for the connections."""
    return int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
