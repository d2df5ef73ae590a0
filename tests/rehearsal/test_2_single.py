"""`mode: single`, a council's first look: one pod with its own engines on one volume; no mail leaves it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from demo.browser import Visitor
from demo.cast import AMINA
from tests.rehearsal.cluster import Cluster, name_of
from tests.rehearsal.conftest import CONTEXT
from tests.rehearsal.handed_out import namespace
from tests.rehearsal.reaching import as_the_proxy
from tests.rehearsal.release import CHART, FULL, Release, image_value, merged

pytestmark = [pytest.mark.rehearsal, pytest.mark.timeout(600)]
PAGES = "http://localhost:8000"


@pytest.fixture
def alone(cluster: Cluster, image: str, tmp_path: Path) -> Iterator[Release]:
    """A namespace of its own, with the sample's values. Our own cluster makes no volumes by itself."""
    there = Cluster(cluster.access, f"{cluster.namespace}-single")
    there.ctl("delete", "namespace", there.namespace, "--ignore-not-found", "--timeout=90s")
    there.apply(namespace(there), *([] if CONTEXT else [_volume(tmp_path / "volume")]))
    sample = yaml.safe_load((CHART / "ci" / "single-values.yaml").read_text("utf-8"))
    ours = image_value(image)
    ours["image"]["registry"] = ""
    yield Release(there, tmp_path, merged(sample, {"global": ours}))
    there.ctl("delete", "namespace", there.namespace, "--timeout=90s")
    there.ctl("delete", "persistentvolume", "single", "--ignore-not-found", "--timeout=60s")


def _volume(folder: Path) -> dict[str, object]:
    folder.mkdir()
    folder.chmod(0o777)
    for above in (folder.parent, folder.parent.parent, folder.parent.parent.parent):
        above.chmod(above.stat().st_mode | 0o055)
    spec = {
        "capacity": {"storage": "5Gi"},
        "accessModes": ["ReadWriteOnce"],
        "hostPath": {"path": str(folder)},
        "persistentVolumeReclaimPolicy": "Retain",
    }
    return {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": "single"}, "spec": spec}


def test_one_pod_keeps_what_was_entered_when_it_is_replaced_and_when_it_is_uninstalled(
    alone: Release,
) -> None:
    alone.install()
    alone.test()
    there = alone.cluster
    with as_the_proxy({"localhost": there.service(f"{FULL}-planning-web")}):
        visitor = Visitor(PAGES, AMINA)
        visitor.send("/children/new", name="Noor Haddad", council_reference="CIN-4401", born_on="2012-03-27")
        (pod,) = there.ready("all")
        there.ctl("delete", "pod", name_of(pod), "--timeout=120s")
        there.ctl("rollout", "status", f"deployment/{FULL}-all", "--timeout=120s")
        assert "Noor Haddad" in Visitor(PAGES, AMINA).read("/")
    alone.uninstall()
    assert [name_of(claim) for claim in there.all("persistentvolumeclaims")] == [f"{FULL}-data"]
