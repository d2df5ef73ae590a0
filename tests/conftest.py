"""Every test marked with a part needs that part; what was missing or left for --long is said at the end."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from demo.engines.broker import Broker
from tests.lanes import Lanes, turn
from tests.parts import PARTS, missing_parts, needs

pytest_plugins = ["tests.chromium", "tests.databases", "tests.product.scene"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long",
        action="store_true",
        default=os.environ.get("CI") == "true",
        help="also the tests marked long; the build server (CI=true) always runs them",
    )
    parser.addoption(
        "--rehearsal",
        action="store_true",
        help="also the tests marked rehearsal, which need programs that only script/rehearse builds",
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Lanes | None:
    return Lanes(config, log) if config.getoption("dist") == "loadscope" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=turn)
    for marker, stash in _LATER.items():
        if config.getoption(f"--{marker}"):
            continue
        left = [item for item in items if item.get_closest_marker(marker)]
        config.stash[stash] = len(left)
        items[:] = [item for item in items if item not in left]
        config.hook.pytest_deselected(items=left)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where tests run in lanes, each process tells the one that speaks at the end what it left."""
    told = getattr(session.config, "workeroutput", None)
    if told is not None:
        told["left"] = {marker: session.config.stash.get(stash, 0) for marker, stash in _LATER.items()}


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    for marker, left in getattr(node, "workeroutput", {}).get("left", {}).items():
        node.config.stash[_LATER[marker]] = left


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """One real Kafka broker for this run; whoever kills it needs one of their own."""
    broker = Broker(tmp_path_factory.mktemp("kafka")).start()
    yield broker
    broker.stop()


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers():
        if mark.name in PARTS:
            needs(mark.name)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = [report.longrepr[2] for report in skipped if isinstance(report.longrepr, tuple)]
    for line in missing_parts(reasons):
        terminalreporter.write_line(line, yellow=True, bold=True)
    if left := config.stash.get(_LEFT, 0):
        line = f"LEFT FOR --long: {left} tests did not run; crash tests hit each point once, not five times"
        terminalreporter.write_line(line, yellow=True, bold=True)
    if left := config.stash.get(_REHEARSED, 0):
        line = (
            f"LEFT FOR script/rehearse: {left} tests did not run: chart, image and pods on a real Kubernetes"
        )
        terminalreporter.write_line(line, yellow=True, bold=True)


_LEFT = pytest.StashKey[int]()
_REHEARSED = pytest.StashKey[int]()
_LATER = {"long": _LEFT, "rehearsal": _REHEARSED}
