"""How many pods there are, who decides it, what may go at once. Rendered only: see docs/chart.md."""

from pathlib import Path

import pytest

from plumbing.bus import TopicSpec
from tests.chart.rendered import PREFIX, Refused, of_kind, sample, samples, text, things

pytestmark = pytest.mark.helm
PLACES = pytest.mark.parametrize("values", samples(), ids=lambda path: path.stem.removesuffix("-values"))
PARTITIONS = TopicSpec().partitions


@PLACES
def test_no_number_of_pods_is_given_where_something_scales(values: Path) -> None:
    """Else every upgrade would put it back."""
    found = things(values)
    scaled = set(of_kind(found, "HorizontalPodAutoscaler", "ScaledObject"))
    deployments = of_kind(found, "Deployment")
    assert scaled <= set(deployments)
    for name, deployment in deployments.items():
        assert ("replicas" in deployment["spec"]) == (name not in scaled), name


def test_pages_scale_by_load_and_workers_by_what_waits() -> None:
    found = things(sample("production"))
    (pages,) = of_kind(found, "HorizontalPodAutoscaler").values()
    assert pages["spec"]["scaleTargetRef"]["name"] == f"{PREFIX}-planning-web"
    (worker,) = of_kind(found, "ScaledObject").values()
    assert worker["spec"]["scaleTargetRef"]["name"] == f"{PREFIX}-planning-worker"
    (trigger,) = worker["spec"]["triggers"]
    assert trigger["metadata"] == {
        "bootstrapServers": ",".join(f"kafka-{number}.example.gov.uk:9093" for number in (1, 2, 3)),
        "consumerGroup": "planning",
        "lagThreshold": "200",
        "offsetResetPolicy": "earliest",
        "sasl": "scram_sha512",
        "tls": "enable",
    }
    (keys,) = of_kind(found, "TriggerAuthentication").values()
    assert trigger["authenticationRef"]["name"] == keys["metadata"]["name"]
    assert {each["parameter"] for each in keys["spec"]["secretTargetRef"]} == {"username", "password"}
    assert keys["spec"]["configMapTargetRef"][0]["parameter"] == "ca"


def test_there_are_never_more_workers_than_partitions_and_never_none() -> None:
    assert PARTITIONS == 6
    for value in ("worker.replicas", "worker.autoscaling.max"):
        with pytest.raises(Refused, match="maximum"):
            text(sample("production"), (f"scheduler.{value}={PARTITIONS + 1}",))
    with pytest.raises(Refused, match="minimum"):
        text(sample("production"), ("scheduler.worker.autoscaling.min=0",))


def test_the_least_is_not_more_than_the_most() -> None:
    with pytest.raises(Refused, match=r"records\.api\.autoscaling: min is more than max"):
        text(sample("production"), ("records.api.autoscaling.min=5",))


@PLACES
def test_a_single_replica_has_no_budget_and_several_have_one(values: Path) -> None:
    found = things(values)
    least = {
        **{name: each["spec"].get("replicas") for name, each in of_kind(found, "Deployment").items()},
        **{
            name: each["spec"]["minReplicas"]
            for name, each in of_kind(found, "HorizontalPodAutoscaler").items()
        },
        **{name: each["spec"]["minReplicaCount"] for name, each in of_kind(found, "ScaledObject").items()},
    }
    budgets = of_kind(found, "PodDisruptionBudget")
    assert set(budgets) == {name for name, count in least.items() if count > 1}
    for name, budget in budgets.items():
        assert budget["spec"]["maxUnavailable"] == 1
        assert budget["spec"]["selector"]["matchLabels"]["app.kubernetes.io/component"] == name
