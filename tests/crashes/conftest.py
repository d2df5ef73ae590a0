"""A stage for each pair of engines, and how often each point is hit."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crashes import table
from tests.crashes.stages import Stage

OFTEN = (1, 2, 1, 3, 2)
"""At which reach of its point each process is killed, in the long run."""


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Stage]:
    stage = Stage("embedded", tmp_path, {})
    yield stage
    stage.close()


@pytest.fixture(params=["embedded"])
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
