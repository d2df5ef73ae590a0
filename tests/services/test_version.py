"""One version, wherever it is said, and the newest migration of each service with it."""

import subprocess
import sys
import tomllib
from pathlib import Path

from click.testing import CliRunner

from services import VERSION
from services.__main__ import main
from services.rights import SERVICES

ROOT = Path(__file__).parents[2]


def test_the_command_line_says_the_version() -> None:
    command = [sys.executable, "-m", "services", "--version"]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert said == f"child-in-need, version {VERSION}\n"


def test_project_and_charts_are_of_the_same_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == VERSION
    charts = list(ROOT.glob("charts/*/Chart.yaml"))
    assert len(charts) == 2
    for chart in charts:
        said = chart.read_text("utf-8")
        assert f"version: {VERSION}\n" in said and f'appVersion: "{VERSION}"' in said, chart


def test_each_service_has_its_newest_migration_in_a_line() -> None:
    ended = CliRunner().invoke(main, ["version"])
    first, *others = ended.output.splitlines()
    assert (ended.exit_code, first) == (0, f"child-in-need {VERSION}")
    assert [line.split()[0] for line in others] == list(SERVICES)
    for line in others:
        service, newest = line.split()
        versions = ROOT / "services" / service / "migrations" / "versions"
        assert newest.startswith(sorted(path.name for path in versions.glob("0*.py"))[-1][:4])
