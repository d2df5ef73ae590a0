"""One version, wherever it is said."""

import subprocess
import sys
import tomllib
from pathlib import Path

from services import VERSION

ROOT = Path(__file__).parents[2]


def test_the_command_line_says_the_version() -> None:
    command = [sys.executable, "-m", "services", "--version"]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert said == f"child-in-need, version {VERSION}\n"


def test_project_and_chart_are_of_the_same_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    chart = (ROOT / "charts" / "child-in-need" / "Chart.yaml").read_text("utf-8")
    assert project["version"] == VERSION
    assert f'appVersion: "{VERSION}"' in chart
