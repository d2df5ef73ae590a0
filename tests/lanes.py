"""What runs beside what: a file's tests stay together, and the files that take longest begin first."""

from typing import Any

from xdist.scheduler import LoadScopeScheduling

_STORIES = "tests/journeys/test_councils.py"
_ONE_YEAR = tuple(
    f"tests/journeys/test_{name}.py" for name in ("production", "side_by_side", "newcastle", "canaries")
)
"""These look at one and the same year, which each process that has one of them plays for itself."""
_ONE_BY_ONE = "tests/crashes/"
FIRST = (
    _STORIES,
    *_ONE_YEAR,
    "tests/journeys/",
    "tests/browser/",
    "tests/product/",
    "tests/services/planning/procedures/test_mutations.py",
    "tests/plumbing/bus/test_kafka_failover.py",
    "tests/plumbing/bus/",
    "tests/crashes/",
)
"""Each takes half a minute or more; one that began last would keep a lane busy while the others stand."""


class Lanes(LoadScopeScheduling):
    """For `--dist loadscope --no-loadscope-reorder`. (pytest 9.2 has done away with what loadgroup needs.)"""

    def _split_scope(self, nodeid: str) -> str:
        return lane(nodeid)


def lane(test: str) -> str:
    """A file; those of one year; of one council, where each has its story; each crash for itself."""
    file, _, name = test.partition("::")
    if file.startswith(_ONE_BY_ONE):
        return test
    if file in _ONE_YEAR:
        return "one year"
    return f"{file} {name.partition('[')[2]}" if file == _STORIES else file


def turn(item: Any) -> int:
    """By which the tests are sorted where several lanes run."""
    return next((turn for turn, path in enumerate(FIRST) if item.nodeid.startswith(path)), len(FIRST))
