"""`cin version` says what pyproject.toml says, and the newest migration of each service."""

import tomllib
from pathlib import Path

from click.testing import CliRunner

import services
from services.__main__ import main
from services.rights import SERVICES
from services.version import VERSION

ROOT = Path(next(iter(services.__path__))).parent


def test_the_release_is_the_one_of_the_project() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == VERSION


def test_each_service_has_its_newest_migration_in_a_line() -> None:
    ended = CliRunner().invoke(main, ["version"])
    first, *others = ended.output.splitlines()
    assert (ended.exit_code, first) == (0, f"child-in-need {VERSION}")
    assert [line.split()[0] for line in others] == list(SERVICES)
    for line in others:
        service, newest = line.split()
        versions = ROOT / "services" / service / "migrations" / "versions"
        assert newest.startswith(sorted(path.name for path in versions.glob("0*.py"))[-1][:4])
