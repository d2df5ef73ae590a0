"""From the release before to this one and back, with staff at work: old code on new tables included."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.rehearsal import post_office
from tests.rehearsal.cluster import Cluster, Refused
from tests.rehearsal.conftest import CONTEXT, load
from tests.rehearsal.handed_out import everything
from tests.rehearsal.outside import Outside, revisions
from tests.rehearsal.reaching import as_the_proxy, names, town
from tests.rehearsal.release import NAME, Release, image_value, images_that_run
from tests.rehearsal.released import Released, newest
from tests.rehearsal.stopping import troubles
from tests.rehearsal.traffic import Staff, at_work

pytestmark = [pytest.mark.rehearsal, pytest.mark.timeout(1500)]


@pytest.fixture(scope="module")
def previous(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Released:
    if CONTEXT:
        pytest.skip("an earlier release's image is built here, where a cluster of yours cannot fetch it")
    found = newest(tmp_path_factory.mktemp("previous"))
    load(found.image, tmp_path_factory.mktemp("previous-image") / "image.tar")
    return found


@pytest.fixture(scope="module")
def plain(cluster: Cluster, release: Release, image: str) -> Release:
    """The chart before this one could not be told who signed a mail server's certificate."""
    policy = image_value(image)["image"]["pullPolicy"]
    cluster.apply(*post_office.deployment(image, policy, plain=True))
    cluster.ctl("rollout", "status", f"deployment/{post_office.NAME}", "--timeout=90s")
    return replace(release, values={**release.values, "smtp": post_office.PLAIN})


@pytest.fixture(scope="module")
def colleagues(
    cluster: Cluster, outside: Outside, plain: Release, keys: Path, previous: Released
) -> Iterator[Staff]:
    """At work on the previous release, with databases and a broker that are empty."""
    with suppress(Refused):  # whatever ran before these tests
        plain.uninstall()
    outside.fresh()
    outside.fresh_broker()
    cluster.apply(*everything(outside, keys))
    plain.apply(["install", NAME], _image(previous.image), previous.chart)
    with as_the_proxy(names(cluster)):
        there = Staff(town(cluster))
        there.calm_round()
        yield there


def _image(name: str) -> dict[str, Any]:
    return {"global": {"image": {"tag": name.rpartition(":")[2]}}}


def test_the_release_before_runs(cluster: Cluster, colleagues: Staff, previous: Released) -> None:
    assert images_that_run(cluster) == {previous.image}


def test_it_is_upgraded_to_this_one_while_staff_work(
    cluster: Cluster, colleagues: Staff, plain: Release, outside: Outside, previous: Released, image: str
) -> None:
    with at_work(cluster, colleagues) as (work, asking):
        plain.upgrade()
    assert images_that_run(cluster) == {image} != {previous.image}
    assert troubles(work, asking, outside) == []
    assert work.rounds >= 1


def test_rolled_back_its_code_works_on_with_the_tables_of_this_one(
    cluster: Cluster, colleagues: Staff, plain: Release, outside: Outside, previous: Released
) -> None:
    tables = revisions(outside)
    with at_work(cluster, colleagues) as (work, asking):
        plain.rollback("1")
    assert images_that_run(cluster) == {previous.image}
    assert revisions(outside) == tables, "a rollback never touches tables"
    assert troubles(work, asking, outside) == []
    colleagues.round()
    assert colleagues.arrived() == colleagues.wanted


def test_and_forward_again(
    cluster: Cluster, colleagues: Staff, plain: Release, outside: Outside, image: str
) -> None:
    with at_work(cluster, colleagues) as (work, asking):
        plain.upgrade()
    assert images_that_run(cluster) == {image}
    assert troubles(work, asking, outside) == []
