"""Every sample of both charts is what a real API server takes, the operators' own resources included."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.rehearsal.cluster import ROOT, Cluster, Refused, call, until
from tests.rehearsal.conftest import CONTEXT
from tests.rehearsal.release import helm_program

pytestmark = [pytest.mark.rehearsal, pytest.mark.timeout(900)]
SAMPLES = sorted(ROOT.glob("charts/*/ci/*-values.yaml"))


@pytest.fixture(scope="session")
def charts(cluster: Cluster, release: object) -> Cluster:
    """Our own cluster, once it knows what the operators would have brought."""
    if CONTEXT:
        pytest.skip("a cluster of yours has its operators' definitions: none are put over them")
    for project in sorted(Path(call("script/crds", seconds=900).strip()).glob("*-*[0-9]")):
        cluster.ctl("apply", "--server-side", "--force-conflicts", "-f", str(project), seconds=300)
    established = ("wait", "crd", "--all", "--for=condition=Established", "--timeout=60s")
    cluster.ctl(*established)
    until(lambda: "scaledobjects" in cluster.ctl("api-resources", "-o", "name"), lambda: "no KEDA", 60)
    return cluster


def _offer(charts: Cluster, rendered: str) -> str:
    return charts.ctl("apply", "--dry-run=server", "--validate=strict", "-f", "-", given=rendered)


def _rendered(chart: Path, values: Path) -> str:
    words = ("--include-crds", "--kube-version", "1.37.0", "--namespace", "children", "--values", str(values))
    apis = ("--api-versions", "monitoring.coreos.com/v1", "--api-versions", "keda.sh/v1alpha1")
    rendered = call(helm_program(), "template", "tried", str(chart), *words, *apis)
    return "\n---".join(_with_what_is_there(each) for each in rendered.split("\n---"))


def _with_what_is_there(one: str) -> str:
    """A bare pod is refused without its account and its priority, and nothing of a dry run stays."""
    if not re.search(r"^kind: Pod$", one, re.MULTILINE):
        return one
    one = re.sub(r"\n +priorityClassName: .*", "", one)
    return re.sub(r"serviceAccountName: .*", "serviceAccountName: default", one)


@pytest.mark.parametrize("values", SAMPLES, ids=[f"{each.parents[1].name}/{each.name}" for each in SAMPLES])
def test_a_real_server_takes_every_object_of_the_sample(charts: Cluster, values: Path) -> None:
    rendered = _rendered(values.parents[1], values)
    taken = _offer(charts, rendered)
    assert taken.count("(server dry run)") == sum(line.startswith("kind:") for line in rendered.splitlines())


def test_a_real_server_takes_the_pod_of_a_restore(charts: Cluster) -> None:
    """In the namespace that enforces Pod Security restricted."""
    pod = (ROOT / "docs" / "restore-pod.yaml").read_text("utf-8")
    assert "(server dry run)" in _offer(charts, pod)


def test_the_samples_hold_every_kind_of_an_operator_that_the_charts_can_render() -> None:
    kinds = {
        line.split()[1]
        for each in SAMPLES
        for line in _rendered(each.parents[1], each).splitlines()
        if line.startswith("kind:")
    }
    operators = {"Kafka", "KafkaNodePool", "KafkaTopic", "KafkaUser", "Cluster", "Database"}
    others = {"ScaledObject", "TriggerAuthentication", "ExternalSecret", "HTTPRoute", "PodMonitor"}
    assert operators | others | {"PrometheusRule"} <= kinds


def test_a_misspelt_word_in_an_operators_resource_is_refused(charts: Cluster) -> None:
    """Else the strict dry run would show nothing."""
    topic: dict[str, Any] = {
        "apiVersion": "kafka.strimzi.io/v1",
        "kind": "KafkaTopic",
        "metadata": {"name": "any", "labels": {"strimzi.io/cluster": "any"}},
        "spec": {"partitons": 6},
    }
    with pytest.raises(Refused, match="partitons"):
        _offer(charts, json.dumps(topic))
