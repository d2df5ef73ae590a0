"""What begins first is there, and tests that share what took long to make run in one lane."""

from pathlib import Path

import pytest

from tests.lanes import FIRST, lane

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("path", FIRST)
def test_what_begins_first_is_there(path: str) -> None:
    assert (ROOT / path).exists()


def test_a_lane_is_a_file_and_those_who_look_at_one_year_share_it() -> None:
    assert lane("tests/test_docs.py::test_one") == lane("tests/test_docs.py::test_other[a]")
    assert lane("tests/journeys/test_production.py::a") == lane("tests/journeys/test_newcastle.py::b")
    assert lane("tests/journeys/test_councils.py::a[rutland]") == lane(
        "tests/journeys/test_councils.py::b[rutland]"
    )
    assert lane("tests/journeys/test_councils.py::a[rutland]") != lane(
        "tests/journeys/test_councils.py::a[sheffield]"
    )
    assert lane("tests/crashes/test_disk_full.py::a[x]") != lane("tests/crashes/test_disk_full.py::a[y]")
