"""The same year on PostgreSQL and Apache Kafka, with a process for each role, tells the same story."""

import pytest

from demo.playing import journey
from tests.journeys.conftest import START, Played


@pytest.mark.kafka
@pytest.mark.postgres
@pytest.mark.timeout(600)
def test_the_production_engines_tell_the_embedded_ones_story_line_for_line(played: Played) -> None:
    told = journey(START, 365, "production")
    assert len(told) > 50
    assert [str(line) for line in told] == [str(line) for line in played.lines]
