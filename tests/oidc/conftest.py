"""The provider that the tests of sign-in ask: a real one in Node, started once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from demo.ports import free_ports
from tests.databases import Databases
from tests.oidc.browser import Browser
from tests.oidc.hostile import Hostile
from tests.oidc.office import Office, office
from tests.oidc.real import PEOPLE, RealProvider, answering


@pytest.fixture(scope="session")
def _real_provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealProvider]:
    port, staff_port = free_ports(2)
    made = RealProvider(f"http://localhost:{port}", f"http://127.0.0.1:{staff_port}")
    with answering(made, tmp_path_factory.mktemp("provider") / "log"):
        yield made


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
