"""The provider that the tests of sign-in ask: a real one in Node, started once."""

import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from demo.ports import free_ports
from tests.browser.conftest import axe, chromium, open_page
from tests.databases import Databases
from tests.oidc.browser import Browser
from tests.oidc.hostile import Hostile
from tests.oidc.office import Office, office

__all__ = ["axe", "chromium", "open_page"]
SCRIPT = Path(__file__).parent / "provider.mjs"
PEOPLE = {
    "sam": {"name": "Sam Worker", "roles": ["Plans.SocialWorker", "Plans.Team.East"]},
    "tess": {"name": "Tess Manager", "roles": ["Plans.SocialWorker", "Plans.TeamManager", "Plans.Team.West"]},
    "ada": {"name": "Ada Administrator", "roles": ["Plans.Administrator"]},
    "nil": {"name": "Nil Nobody", "roles": ["Other.Role"]},
    "bare": {"name": "Bare Of Team", "roles": ["Plans.SocialWorker"]},
}


@dataclass
class RealProvider:
    issuer: str
    staff_port: int

    @property
    def home(self) -> str:
        return f"http://127.0.0.1:{self.staff_port}"

    def knows(self, **people: Any) -> None:
        requests.post(f"{self.issuer}/test/people", json=people, timeout=10).raise_for_status()


@pytest.fixture(scope="session")
def _real_provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealProvider]:
    port, staff_port = free_ports(2)
    made = RealProvider(f"http://localhost:{port}", staff_port)
    around = {**os.environ, "PROVIDER_PORT": str(port), "RELYING_PARTY": made.home}
    told = (tmp_path_factory.mktemp("provider") / "log").open("w+")
    process = subprocess.Popen(["node", SCRIPT], env=around, stdout=subprocess.PIPE, stderr=told, text=True)
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
        told.seek(0)
        assert first.strip() == "up", told.read()
        yield made
    finally:
        process.terminate()
        process.wait(10)
        told.close()


@pytest.fixture
def provider(_real_provider: RealProvider) -> RealProvider:
    """With its people as they were at the start."""
    _real_provider.knows(**PEOPLE)
    return _real_provider


@pytest.fixture
def pages(provider: RealProvider, databases: Databases, tmp_path: Path) -> Iterator[Office]:
    """Two replicas of the staff pages on one database, behind the real provider."""
    made = office(tmp_path / "office", provider.issuer, provider.home, databases.settings())
    try:
        made.open(provider.staff_port)
        made.open(0)
        yield made
    finally:
        made.close()


@pytest.fixture
def browser(pages: Office) -> Callable[[], Browser]:
    return lambda: Browser(pages.home)


@pytest.fixture
def liar() -> Iterator[Hostile]:
    made = Hostile().start()
    yield made
    made.stop()


@pytest.fixture
def lied_to(liar: Hostile, databases: Databases, tmp_path: Path) -> Iterator[Office]:
    """Staff pages whose provider is the liar."""
    made = office(tmp_path / "office", liar.issuer, "http://127.0.0.1", databases.settings())
    try:
        made.open(0)
        yield made
    finally:
        made.close()
