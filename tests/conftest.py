"""Every test marked with a part needs that part; what was missing is said again at the end."""

from typing import Any

import pytest

from tests.parts import PARTS, missing_parts, needs

pytest_plugins = ["tests.databases", "tests.product.scene"]


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers():
        if mark.name in PARTS:
            needs(mark.name)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = [report.longrepr[2] for report in skipped if isinstance(report.longrepr, tuple)]
    for line in missing_parts(reasons):
        terminalreporter.write_line(line, yellow=True, bold=True)
