"""A stage for each pair of engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crashes.stages import Stage


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Stage]:
    stage = Stage("embedded", tmp_path, {})
    yield stage
    stage.close()


@pytest.fixture(params=["embedded"])
def stage(request: pytest.FixtureRequest) -> Stage:
    found: Stage = request.getfixturevalue(request.param)
    return found
