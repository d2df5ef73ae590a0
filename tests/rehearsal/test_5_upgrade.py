"""Another release under traffic, one whose tables cannot be made, and the way back."""

from pathlib import Path

import pytest

from tests.rehearsal.cluster import Cluster, Refused, call, name_of
from tests.rehearsal.conftest import CONTEXT, load
from tests.rehearsal.outside import Outside, revisions
from tests.rehearsal.release import COMPONENTS, Release, images_that_run
from tests.rehearsal.stopping import troubles
from tests.rehearsal.traffic import Staff, at_work
from tests.rehearsal.variants import CONF, variant

pytestmark = [pytest.mark.rehearsal, pytest.mark.timeout(1200)]


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
    assert troubles(work, asking, outside) == []
    assert work.rounds >= 1


@pytest.fixture
def half_way(image: str, outside: Outside, tmp_path: Path) -> str:
    """The tag of an image whose records bring a migration that fails on a row of its own."""
    if CONTEXT:
        pytest.skip("this image is built here, where a cluster of yours cannot fetch it")
    script = Path(__file__).with_name("half_way.py").read_text("utf-8")
    newest = revisions(outside)["records"]
    (tmp_path / "0099.py").write_text(script.replace("DOWN_REVISION", newest), "utf-8")
    return variant(
        image, "half-way", tmp_path, "COPY 0099.py /app/services/records/migrations/versions/0099_half_way.py"
    )


def test_a_migration_that_fails_half_way_leaves_the_old_release_serving_and_says_why(
    cluster: Cluster, staff: Staff, release: Release, outside: Outside, half_way: str
) -> None:
    """Nor does the Job's log, which Helm prints, hold a word of the row on which it failed."""
    tables = revisions(outside)
    before = {name_of(pod) for component in COMPONENTS for pod in cluster.pods(component)}
    with at_work(cluster, staff) as (work, asking), pytest.raises(Refused) as refused:
        release.upgrade(**{"global": {"image": {"tag": half_way}}})
    after = {name_of(pod) for component in COMPONENTS for pod in cluster.pods(component)}
    assert release.status()["info"]["status"] == "failed"
    assert (after, revisions(outside)) == (before, tables)
    with outside.postgres.connect(outside.databases["records"].name) as connection:
        assert connection.execute("SELECT to_regclass('half_made')").fetchone() == (None,)
    (job,) = cluster.all("jobs")
    log = cluster.ctl("logs", f"job/{name_of(job)}")
    assert "records: " in log
    assert "Samira" not in log + str(refused.value)
    assert troubles(work, asking, outside) == []


def test_a_rollback_brings_back_what_was_there_before_both(
    cluster: Cluster, staff: Staff, release: Release, outside: Outside, image: str
) -> None:
    with at_work(cluster, staff) as (work, asking):
        release.rollback("1")
    assert images_that_run(cluster) == {image}
    assert release.status()["info"]["status"] == "deployed"
    assert troubles(work, asking, outside) == []
