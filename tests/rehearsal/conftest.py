"""One cluster, one set of engines and one release for the whole rehearsal, whose files run in their order."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.rehearsal import post_office
from tests.rehearsal.cluster import GATEWAY, ROOT, Cluster, call
from tests.rehearsal.handed_out import NAMES, STAFF, everything, make_keys, namespace
from tests.rehearsal.outside import Outside
from tests.rehearsal.reaching import HOST, as_the_proxy, names, town
from tests.rehearsal.release import PRE_STOP, Release, given_image, image_value, merged
from tests.rehearsal.traffic import Staff

_TOOK = pytest.StashKey[list[tuple[str, float]]]()
collect_ignore = [] if os.environ.get("CIN_REHEARSAL_SABOTAGE") else ["sabotage"]
CONTEXT = os.environ.get("CIN_REHEARSAL_CONTEXT", "")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_TOOK] = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Iterator[None]:
    report: Any = yield
    if Path(__file__).parent in item.path.parents and call.when in ("setup", "call") and call.duration > 0.5:
        name = item.name.removeprefix("test_").replace("_", " ")
        item.config.stash[_TOOK].append((name if call.when == "call" else f"(before) {name}", call.duration))
    return report


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    for name, seconds in config.stash[_TOOK]:
        terminalreporter.write_line(f"{seconds:7.1f} s  {name}")


@pytest.fixture(scope="session")
def image() -> str:
    return given_image() or call("script/image", "--base", "standin", seconds=900).strip()


@pytest.fixture(scope="session")
def cluster(image: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Our own, taken down at the end; or the one that CIN_REHEARSAL_CONTEXT names."""
    if CONTEXT:
        yield Cluster(("--context", CONTEXT))
        return
    try:
        kubeconfig = call("script/cluster", "up", seconds=1500).strip()
        call("script/cluster", "node", seconds=600)
        load(image, tmp_path_factory.mktemp("image") / "image.tar")
        yield Cluster(("--kubeconfig", kubeconfig))
    finally:
        if not os.environ.get("CIN_REHEARSAL_KEEP"):
            call("script/cluster", "down", seconds=300)


def load(image: str, archive: Path) -> None:
    """Gives our own cluster's node the image."""
    conf = str(ROOT / "script" / "containers.conf")
    call("podman", "save", "--quiet", "-o", str(archive), image, CONTAINERS_CONF=conf)
    call("script/cluster", "load", str(archive))
    archive.unlink()


@pytest.fixture(scope="session")
def outside(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    """Started once the cluster's bridge is there to listen on."""
    folder = tmp_path_factory.mktemp("outside")
    for above in (folder, folder.parent, folder.parent.parent):
        above.chmod(above.stat().st_mode | 0o055)  # PostgreSQL runs as somebody else
    engines = Outside(folder, os.environ.get("CIN_REHEARSAL_ADDRESS", GATEWAY))
    try:
        engines.start()
        yield engines
    finally:
        engines.close()


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    make_keys(folder)
    return folder


@pytest.fixture(scope="session")
def release(
    cluster: Cluster,
    outside: Outside,
    image: str,
    keys: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Release:
    """Not installed yet; everything that an operator makes beforehand is there."""
    outside.fresh()
    if not CONTEXT:
        cluster.ctl("delete", "namespace", cluster.namespace, "--ignore-not-found", "--timeout=90s")
    cluster.apply(namespace(cluster))
    named = image_value(image)
    office = post_office.secrets(tmp_path_factory.mktemp("office"))
    policy = named["image"]["pullPolicy"]
    cluster.apply(*everything(outside, keys), *office, *post_office.deployment(image, policy))
    peers = [{"podSelector": {"matchLabels": {"app.kubernetes.io/component": post_office.NAME}}}]
    values: dict[str, Any] = {
        "global": named,
        "hosts": {"staff": HOST},
        "signIn": {"withoutPasswords": "accepted"},
        "staff": {"list": STAFF.read_text("utf-8")},
        "networkPolicies": {"smtp": {"peers": peers, "ports": [2525]}},
        "smtp": post_office.SECURED,
        "pods": {"preStopSeconds": PRE_STOP},
        "migrations": {"retries": 0, "timeoutSeconds": 120},
    }
    for more in (NAMES, outside.addresses):
        values = merged(values, more)
    return Release(cluster, tmp_path_factory.mktemp("helm"), values)


@pytest.fixture(scope="session")
def staff(cluster: Cluster, outside: Outside, release: Release, keys: Path) -> Iterator[Staff]:
    """At work on the day that it is, at a release with empty databases whose date nobody can set."""
    outside.fresh()
    cluster.apply(*everything(outside, keys))
    release.install()
    with as_the_proxy(names(cluster)):
        there = Staff(town(cluster))
        there.calm_round()
        yield there


@pytest.fixture(scope="session")
def embedded() -> Iterator["subprocess.Popen[str]"]:
    """The same year in one process on this machine, told while the cluster comes up."""
    command = [sys.executable, "-m", "demo", "newcastle", "--days", "365"]
    playing = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    yield playing
    playing.kill()
    playing.wait()
