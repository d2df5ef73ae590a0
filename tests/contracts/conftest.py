"""One bus per test and engine, with one topic on it."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from plumbing.bus import Bus, TopicSpec
from tests.contracts.engines import Engine, KafkaEngine, LogEngine
from tests.databases import Databases, PostgreSQLDatabases, SQLiteDatabases
from tests.parts import needs

PARTITIONS = 4


@pytest.fixture(params=["log", pytest.param("kafka", marks=pytest.mark.kafka)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "log":
        yield LogEngine(tmp_path)
        return
    kafka = KafkaEngine(request.getfixturevalue("broker"))
    yield kafka
    kafka.close()


@pytest.fixture
def bus(engine: Engine) -> Iterator[Bus]:
    bus = engine.open()
    yield bus
    bus.close()


@pytest.fixture
def databases(request: pytest.FixtureRequest, engine: Engine, tmp_path: Path) -> Iterator[Databases]:
    """Of the pair that is used together: SQLite beside the log, PostgreSQL beside Kafka."""
    if isinstance(engine, LogEngine):
        yield SQLiteDatabases(tmp_path)
        return
    needs("postgres")
    made = PostgreSQLDatabases(request.getfixturevalue("postgres_server"))
    yield made
    made.close()


@pytest.fixture
def topic(bus: Bus) -> str:
    return _topic(bus)


@pytest.fixture
def other(bus: Bus) -> str:
    """A second topic."""
    return _topic(bus)


def _topic(bus: Bus) -> str:
    name = f"topic-{uuid4().hex[:8]}"
    bus.ensure_topics({name: TopicSpec(partitions=PARTITIONS)})
    return name


@pytest.fixture
def group() -> str:
    return f"group-{uuid4().hex[:8]}"
