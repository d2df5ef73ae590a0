"""One thing is broken at a time; the rehearsal's first steps must fail, and say what is broken."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from demo.engines.secured import Grant
from services.rights import RIGHTS
from tests.rehearsal.cluster import Cluster, Refused
from tests.rehearsal.handed_out import everything
from tests.rehearsal.outside import Outside
from tests.rehearsal.reaching import as_the_proxy, names, town
from tests.rehearsal.release import CHART, NAME, Release
from tests.rehearsal.traffic import Staff
from tests.rehearsal.variants import variant

pytestmark = [pytest.mark.rehearsal, pytest.mark.timeout(600)]
WAIT = "150s"
"""A healthy install takes less, also on a busy machine: the first of these tests shows that."""


@dataclass(frozen=True)
class Broken:
    """`pattern` in a template becomes `instead`; `noticed` stands in what the rehearsal then says."""

    file: str
    pattern: str
    instead: str
    noticed: str


IN_THE_CHART = {
    "a typo in a probe": Broken("_workload.tpl", "readinessProbe:", "readinesProbe:", "readinesProbe"),
    "a probe that asks for what is not there": Broken("_workload.tpl", "/readyz", "/ready", "404"),
}


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CHART, tmp_path / "chart"))


@pytest.fixture
def clean(cluster: Cluster, outside: Outside, release: Release, keys: Path) -> Iterator[None]:
    """Empty databases, and after the test nothing of the release."""
    gone = ("uninstall", NAME, "--wait", "--ignore-not-found")
    release.helm(*gone)
    outside.fresh()
    cluster.apply(*everything(outside, keys))
    yield
    release.helm(*gone)
    cluster.ctl("delete", "jobs", "--all", "--wait")


def install(release: Release, chart: Path = CHART, **values: object) -> None:
    release.apply(["install", NAME], dict(values), chart, WAIT)


def change(path: Path, pattern: str, instead: str) -> None:
    text = path.read_text("utf-8")
    assert pattern in text, f"{path.name} holds no {pattern!r} any more: break something else"
    path.write_text(text.replace(pattern, instead), "utf-8")


def noticed(act: Callable[[], None], words: str) -> None:
    with pytest.raises(Refused) as refused:
        act()
    assert re.search(words, str(refused.value)), str(refused.value)


def test_nothing_is_noticed_where_nothing_is_broken(
    clean: None, chart: Path, release: Release, cluster: Cluster
) -> None:
    install(release, chart)
    with as_the_proxy(names(cluster)):
        Staff(town(cluster)).calm_round()


@pytest.mark.parametrize("what", IN_THE_CHART)
def test_a_probe_that_is_wrong_is_noticed(what: str, clean: None, chart: Path, release: Release) -> None:
    broken = IN_THE_CHART[what]
    change(chart / "templates" / broken.file, broken.pattern, broken.instead)
    noticed(lambda: install(release, chart), broken.noticed)


def test_a_missing_variable_is_noticed(clean: None, chart: Path, release: Release) -> None:
    """A process that made keys of its own would be ready, and none would believe another."""
    change(chart / "templates" / "_needs.tpl", "name: CIN_KEYS", "name: CIN_KEY")
    noticed(lambda: install(release, chart), r"CIN_KEYS: \S+ holds no \S+, and a role by itself makes none")


def test_a_root_user_in_a_job_is_noticed(clean: None, chart: Path, release: Release) -> None:
    path = chart / "templates" / "_job.tpl"
    text = path.read_text("utf-8")
    assert 'include "child-in-need.container"' in text
    own = path.parent / "_pod.tpl"
    container = own.read_text("utf-8").partition('{{- define "child-in-need.container" -}}')[2]
    loose = container.partition("{{- end }}")[0].replace("runAsNonRoot: true", "runAsUser: 0")
    extra = f'\n{{{{- define "child-in-need.loose" -}}}}{loose}{{{{- end }}}}\n'
    path.write_text(text.replace('"child-in-need.container"', '"child-in-need.loose"') + extra, "utf-8")
    noticed(lambda: install(release, chart), "runAsUser=0|runAsNonRoot|root")


def test_an_image_without_a_dependency_is_noticed(
    clean: None, release: Release, image: str, tmp_path: Path
) -> None:
    site = "import shutil, waitress, os; shutil.rmtree(os.path.dirname(waitress.__file__))"
    tag = variant(image, "lacking", tmp_path, f'RUN ["python", "-c", "{site}"]')
    lacking = {"global": {"image": {"tag": tag}}}
    noticed(lambda: install(release, **lacking), "No module named 'waitress'")


def test_a_topic_that_is_not_there_is_noticed(
    clean: None, release: Release, outside: Outside, cluster: Cluster, keys: Path
) -> None:
    outside.fresh_broker()
    cluster.apply(*everything(outside, keys))
    absent = r"topic cin\.\S+(: not there| is not on this bus)"
    noticed(lambda: install(release, topics={"create": False}), absent)


def test_a_right_that_was_not_granted_is_noticed(
    clean: None, release: Release, outside: Outside, cluster: Cluster, keys: Path
) -> None:
    outside.fresh_broker(but=("records",))
    cluster.apply(*everything(outside, keys))
    noticed(lambda: install(release), r"cin\.\S+: not there, or without the right|lacks the right")
    outside.broker.grant(Grant(*right) for right in RIGHTS["records"])
