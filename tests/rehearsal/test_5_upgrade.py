"""Another release under traffic, one whose tables cannot be made, and the way back."""

import pytest

from tests.rehearsal.cluster import ROOT, Cluster, Refused, call, name_of
from tests.rehearsal.conftest import CONTEXT, load
from tests.rehearsal.handed_out import secret
from tests.rehearsal.outside import Outside, checked
from tests.rehearsal.release import COMPONENTS, SERVICES, Release, images_that_run
from tests.rehearsal.stopping import tried_again
from tests.rehearsal.traffic import Staff, at_work

pytestmark = [pytest.mark.rehearsal, pytest.mark.timeout(1200)]
CONF = {"CONTAINERS_CONF": str(ROOT / "script" / "containers.conf")}


@pytest.fixture(scope="session")
def newer(image: str, cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The tag of a second image, which our own cluster's node has too."""
    if CONTEXT:
        return image.rpartition(":")[2]
    name = f"{image.rpartition(':')[0]}:newer"
    call("podman", "tag", image, name, **CONF)
    load(name, tmp_path_factory.mktemp("newer") / "image.tar")
    return "newer"


def test_an_upgrade_under_traffic_refuses_nobody_and_sends_nothing_twice(
    cluster: Cluster, staff: Staff, release: Release, outside: Outside, newer: str
) -> None:
    before = images_that_run(cluster)
    with at_work(cluster, staff) as (work, asking):
        release.upgrade(**{"global": {"image": {"tag": newer}}, "pods": {"annotations": {"tried": "again"}}})
    assert release.status()["info"]["status"] == "deployed"
    now = images_that_run(cluster)
    assert len(now) == 1 and (now != before or CONTEXT)
    assert (work.faults, asking.faults, work.twice) == ([], [], 0), tried_again(outside)
    assert work.rounds >= 1


def test_a_migration_that_fails_leaves_the_old_release_serving_and_says_why(
    cluster: Cluster, staff: Staff, release: Release, outside: Outside
) -> None:
    urls = {f"{name}-database-url": checked(outside.databases[name].migration_url) for name in SERVICES}
    wrong = urls["records-database-url"].replace("_owner:", "_nobody:")
    cluster.apply(secret("cin-wrong", {**urls, "records-database-url": wrong}))
    before = {name_of(pod) for component in COMPONENTS for pod in cluster.pods(component)}
    with at_work(cluster, staff) as (work, asking), pytest.raises(Refused):
        release.upgrade(secrets={"migrations": {"existingSecret": "cin-wrong"}})
    after = {name_of(pod) for component in COMPONENTS for pod in cluster.pods(component)}
    assert release.status()["info"]["status"] == "failed"
    assert after == before
    (job,) = cluster.all("jobs")
    assert "records: " in cluster.ctl("logs", f"job/{name_of(job)}")
    assert (work.faults, asking.faults, work.twice) == ([], [], 0), tried_again(outside)


def test_a_rollback_brings_back_what_was_there_before_both(
    cluster: Cluster, staff: Staff, release: Release, outside: Outside, image: str
) -> None:
    with at_work(cluster, staff) as (work, asking):
        release.rollback("1")
    assert images_that_run(cluster) == {image}
    assert release.status()["info"]["status"] == "deployed"
    assert (work.faults, asking.faults, work.twice) == ([], [], 0), tried_again(outside)
