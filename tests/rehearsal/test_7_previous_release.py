"""From the release before to this one and back, with staff at work: old code on new tables included."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.rehearsal.cluster import Cluster, Refused
from tests.rehearsal.conftest import CONTEXT, load
from tests.rehearsal.handed_out import everything
from tests.rehearsal.outside import Outside
from tests.rehearsal.reaching import as_the_proxy, names, town
from tests.rehearsal.release import NAME, Release, images_that_run
from tests.rehearsal.released import Released, newest
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
def colleagues(
    cluster: Cluster, outside: Outside, release: Release, keys: Path, previous: Released
) -> Iterator[Staff]:
    """At work on the previous release, with databases and a broker that are empty."""
    with suppress(Refused):  # whatever ran before these tests
        release.uninstall()
    outside.fresh()
    outside.fresh_broker()
    cluster.apply(*everything(outside, keys))
    release.apply(["install", NAME], _image(previous.image), previous.chart)
    with as_the_proxy(names(cluster)):
        there = Staff(town(cluster))
        there.calm_round()
        yield there


def _image(name: str) -> dict[str, Any]:
    return {"global": {"image": {"tag": name.rpartition(":")[2]}}}


def _revisions(outside: Outside) -> dict[str, str]:
    """Of the tables, by service."""
    found = {}
    for service, database in outside.databases.items():
        with outside.postgres.connect(database.name) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            found[service] = row[0] if row else ""
    return found


def test_the_release_before_runs(cluster: Cluster, colleagues: Staff, previous: Released) -> None:
    assert images_that_run(cluster) == {previous.image}


def test_it_is_upgraded_to_this_one_while_staff_work(
    cluster: Cluster, colleagues: Staff, release: Release, previous: Released, image: str
) -> None:
    with at_work(cluster, colleagues) as (work, asking):
        release.upgrade()
    assert images_that_run(cluster) == {image} != {previous.image}
    assert (work.faults, asking.faults, work.twice) == ([], [], 0)
    assert work.rounds >= 1


def test_rolled_back_its_code_works_on_with_the_tables_of_this_one(
    cluster: Cluster, colleagues: Staff, release: Release, outside: Outside, previous: Released
) -> None:
    tables = _revisions(outside)
    with at_work(cluster, colleagues) as (work, asking):
        release.rollback("1")
    assert images_that_run(cluster) == {previous.image}
    assert _revisions(outside) == tables, "a rollback never touches tables"
    assert (work.faults, asking.faults, work.twice) == ([], [], 0)
    colleagues.round()
    assert colleagues.arrived() == colleagues.wanted


def test_and_forward_again(cluster: Cluster, colleagues: Staff, release: Release, image: str) -> None:
    with at_work(cluster, colleagues) as (work, asking):
        release.upgrade()
    assert images_that_run(cluster) == {image}
    assert (work.faults, asking.faults, work.twice) == ([], [], 0)
