"""A stage for each pair of engines, and how often each point is hit."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from demo.engines.broker import Broker
from demo.engines.postgres import PostgreSQL
from tests.crashes import table
from tests.crashes.stages import Production, Stage

OFTEN = (1, 2, 1, 3, 2)
"""At which reach of its point each process is killed, in the long run."""
_NUMBERS = count(1)


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Stage]:
    stage = Stage("embedded", tmp_path, {})
    yield stage
    stage.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgreSQL]:
    """One for all tests: each has databases of its own in it."""
    with PostgreSQL(durable=False) as server:
        yield server


@pytest.fixture
def production(tmp_path: Path, server: PostgreSQL) -> Iterator[Production]:
    """A broker of its own: topics have the same names everywhere."""
    broker = Broker(tmp_path / "kafka").start()
    stage = Production(tmp_path, server, f"crash{next(_NUMBERS)}", broker)
    yield stage
    stage.close()
    broker.stop()


PRODUCTION = pytest.param("production", marks=[pytest.mark.kafka, pytest.mark.postgres])


@pytest.fixture(params=["embedded", PRODUCTION])
def stage(request: pytest.FixtureRequest) -> Stage:
    found: Stage = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def times(request: pytest.FixtureRequest) -> tuple[int, ...]:
    """Once in the short run, five times in the long one."""
    table.begin_anew()
    return OFTEN if request.config.getoption("--long") else OFTEN[:1]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    lines = table.kept()
    if lines:
        terminalreporter.section("Killed at every step")
        for row in table.as_text(lines):
            terminalreporter.write_line(row)
