"""docs/chart.md names tests and alerts that are there, and every row of its table names one."""

import ast
import re
from pathlib import Path

import yaml

from tests.chart.rendered import CHART, ROOT

PAGE = (ROOT / "docs" / "chart.md").read_text("utf-8")
HERE = Path(__file__).parent
REHEARSAL = HERE.parent / "rehearsal"


def _tests() -> set[str]:
    return {
        node.name
        for path in (*HERE.glob("test_*.py"), *REHEARSAL.glob("test_*.py"))
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_every_cell_of_ours_names_a_test_that_is_there() -> None:
    rows = [
        line.split(" | ") for line in PAGE.partition("\n## Values")[0].splitlines() if line.startswith("| ")
    ]
    assert len(rows) > 15
    for row in rows[1:]:
        named = set(re.findall(r"`(test_\w+)`", row[-1]))
        assert named, f"nothing holds {row[0]}"
        assert named <= _tests(), f"{row[0]}: {named - _tests()} is no test of the chart or rehearsal"


def test_every_alert_is_explained_with_how_bad_it_is() -> None:
    said = dict(re.findall(r"^\| `(ChildInNeed\w+)` \| (\w+) \|", PAGE, re.MULTILINE))
    (group,) = yaml.safe_load((CHART / "files" / "rules.yaml").read_text("utf-8"))["groups"]
    assert said == {rule["alert"]: rule["labels"]["severity"] for rule in group["rules"]}
