"""Every pod of every sample, Jobs and the test too: restricted, probed, bounded, and gone in good order."""

import re
from pathlib import Path

import pytest
import yaml

from plumbing.supervisor import STOPPING
from services.notifications.adapters.smtp import Post
from tests.chart.rendered import CHART, Thing, containers, of_kind, pods, sample, samples, things

pytestmark = pytest.mark.helm
PLACES = pytest.mark.parametrize("values", samples(), ids=lambda path: path.stem.removesuffix("-values"))
SENDING = Post("smtp://mail.example").longest + 5.0


@PLACES
def test_every_pod_is_restricted(values: Path) -> None:
    """Pod Security's own list, so that a namespace which enforces it takes every pod."""
    for name, pod in pods(things(values)).items():
        spec, whole = pod["spec"], pod["spec"]["securityContext"]
        assert whole["runAsNonRoot"] is True, name
        assert whole["seccompProfile"] == {"type": "RuntimeDefault"}, name
        assert not {"hostNetwork", "hostPID", "hostIPC"} & set(spec), name
        assert not [volume for volume in spec["volumes"] if "hostPath" in volume], name
        for container in containers(pod):
            held = container["securityContext"]
            assert held["allowPrivilegeEscalation"] is False, name
            assert held["capabilities"] == {"drop": ["ALL"]}, name
            assert held["readOnlyRootFilesystem"] is True, name
            assert held["runAsNonRoot"] is True, name
            assert "privileged" not in held and "runAsUser" not in held, name


@PLACES
def test_no_pod_can_talk_to_kubernetes(values: Path) -> None:
    for name, pod in pods(things(values)).items():
        assert pod["spec"]["automountServiceAccountToken"] is False, name
        assert pod["spec"]["enableServiceLinks"] is False, name
    accounts = of_kind(things(values), "ServiceAccount")
    assert accounts and all(each["automountServiceAccountToken"] is False for each in accounts.values())
    named = {pod["spec"]["serviceAccountName"] for pod in pods(things(values)).values()}
    assert named == {each["metadata"]["name"] for each in accounts.values()}


@PLACES
def test_every_container_has_its_room_and_one_place_to_write(values: Path) -> None:
    for name, pod in pods(things(values)).items():
        for container in containers(pod):
            assert {"cpu", "memory"} <= set(container["resources"]["requests"]), name
            assert "memory" in container["resources"]["limits"], name
            writable = {
                mount["mountPath"] for mount in container["volumeMounts"] if not mount.get("readOnly")
            }
            assert writable - {"/var/lib/child-in-need"} == {"/tmp"}, name
        tmp = next(volume for volume in pod["spec"]["volumes"] if volume["name"] == "tmp")
        assert tmp["emptyDir"]["sizeLimit"], name


def test_the_uid_is_ours_unless_it_is_null() -> None:
    for pod in pods(things(sample("production"))).values():
        assert pod["spec"]["securityContext"]["runAsUser"] == 10001
    for name, pod in pods(things(sample("openshift"))).items():
        assert not {"runAsUser", "fsGroup"} & set(pod["spec"]["securityContext"]), name


def _running(values: Path) -> dict[str, Thing]:
    return of_kind(things(values), "Deployment")


@PLACES
def test_every_role_is_probed_on_its_admin_port(values: Path) -> None:
    for name, deployment in _running(values).items():
        (container,) = deployment["spec"]["template"]["spec"]["containers"]
        paths = {
            probe: container[f"{probe}Probe"]["httpGet"] for probe in ("startup", "liveness", "readiness")
        }
        assert paths["startup"] == paths["liveness"] == {"path": "/livez", "port": "admin"}, name
        assert paths["readiness"] == {"path": "/readyz", "port": "admin"}, name
        assert {"name": "admin", "containerPort": 8003} in container["ports"], name


@PLACES
def test_a_pod_has_longer_to_leave_than_its_process_takes(values: Path) -> None:
    """A process gives its roles 25 seconds, or as long as one mail may take; before, a pod with a Service
    waits for the nodes to hear."""
    services = of_kind(things(values), "Service")
    for name, deployment in _running(values).items():
        spec = deployment["spec"]["template"]["spec"]
        hook = spec["containers"][0].get("lifecycle", {}).get("preStop", {})
        waits = hook.get("sleep", {}).get("seconds", 0)
        assert set(hook) <= {"sleep"}, f"{name}: no shell is needed"
        takes = SENDING if name in ("notifications-worker", "all") else STOPPING
        assert spec["terminationGracePeriodSeconds"] > waits + takes, name
        assert bool(waits) == (name in services or name == "all"), name


@PLACES
def test_a_selector_is_of_three_labels_that_never_change(values: Path) -> None:
    for name, deployment in _running(values).items():
        assert deployment["spec"]["selector"]["matchLabels"] == {
            "app.kubernetes.io/name": "child-in-need",
            "app.kubernetes.io/instance": "plans",
            "app.kubernetes.io/component": name,
        }


def test_labels_and_notes_of_the_operators_own_are_on_every_pod() -> None:
    """As a mesh wants them: a Job with a sidecar would never end."""
    more = ('pods.labels={"team":"plans"}', 'pods.annotations={"mesh/inject":"false"}')
    for name, pod in pods(things(sample("production"), more)).items():
        assert pod["metadata"]["labels"]["team"] == "plans", name
        assert pod["metadata"]["annotations"]["mesh/inject"] == "false", name


def test_an_upgrade_takes_no_pod_away_before_its_successor_is_ready() -> None:
    for name, deployment in _running(sample("production")).items():
        rolling = deployment["spec"]["strategy"]["rollingUpdate"]
        assert rolling == {"maxUnavailable": 0, "maxSurge": 1}, name


def test_pods_spread_over_zones_and_nodes_where_they_can() -> None:
    for name, deployment in _running(sample("production")).items():
        spread = deployment["spec"]["template"]["spec"]["topologySpreadConstraints"]
        assert [each["topologyKey"] for each in spread] == [
            "topology.kubernetes.io/zone",
            "kubernetes.io/hostname",
        ]
        for each in spread:
            assert each["whenUnsatisfiable"] == "ScheduleAnyway"
            assert each["labelSelector"] == deployment["spec"]["selector"], name


def test_a_digest_wins_over_a_tag() -> None:
    image = of_kind(things(sample("production"), ('global.image.tag="7"',)), "Deployment")["planning-web"]
    used = image["spec"]["template"]["spec"]["containers"][0]["image"]
    assert used.startswith("registry.example.org/plans/child-in-need@sha256:")
    tagged = of_kind(things(sample("openshift"), ('global.image.tag="7"',)), "Deployment")["planning-web"]
    assert tagged["spec"]["template"]["spec"]["containers"][0]["image"].endswith("/child-in-need:7")


def test_the_trial_is_one_pod_that_goes_before_its_successor_comes() -> None:
    """Its engines are one process's alone."""
    found = things(sample("single"))
    (deployment,) = of_kind(found, "Deployment").values()
    assert deployment["spec"]["replicas"] == 1
    assert deployment["spec"]["strategy"] == {"type": "Recreate"}
    claim = of_kind(found, "PersistentVolumeClaim")["data"]
    assert claim["metadata"]["annotations"]["helm.sh/resource-policy"] == "keep"
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    assert container["args"] == ["run"]
    assert not of_kind(found, "PodDisruptionBudget", "HorizontalPodAutoscaler")


def test_every_role_of_the_product_has_its_deployment() -> None:
    from services.running import TARGETS

    apart = {"all", "mail:catcher"}  # one process for all, and the tests' own mail server
    wanted = {target.replace(":", "-") for target in TARGETS if target not in apart}
    found = _running(sample("production"))
    assert set(found) == wanted
    for name, deployment in found.items():
        service, role = name.split("-")
        (container,) = deployment["spec"]["template"]["spec"]["containers"]
        assert container["args"] == ["run", "--target", f"{service}:{role}"]
        assert deployment["metadata"]["labels"]["child-in-need/service"] == service
        assert deployment["metadata"]["labels"]["child-in-need/role"] == role


def test_a_roles_file_is_one_call_of_the_one_helper() -> None:
    """So that what holds for one pod holds for all: only what a role needs is its own."""
    for name in _running(sample("production")):
        path = CHART / "templates" / f"{name}.yaml"
        words = re.sub(r"\{\{- /\*.*?\*/\}\}", "", path.read_text("utf-8"), flags=re.DOTALL)
        assert re.fullmatch(r'\{\{- include "child-in-need\.workload" \(dict [^{}]*\) }}', words.strip()), (
            name
        )


def test_no_database_and_no_broker_comes_with_the_chart() -> None:
    """They are others' work. The trial in one pod has small engines of its own, on a claim."""
    assert "dependencies" not in yaml.safe_load((CHART / "Chart.yaml").read_text("utf-8"))
    assert not (CHART / "charts").exists()
    for values in samples():
        found = things(values)
        for pod in pods(found).values():
            assert all("/child-in-need" in f"/{each['image']}" for each in containers(pod)), values
        if values != sample("single"):
            assert not of_kind(found, "StatefulSet", "PersistentVolumeClaim", "Kafka", "Cluster"), values
    assert of_kind(things(sample("single")), "PersistentVolumeClaim")


def test_planning_starts_again_when_the_councils_files_change() -> None:
    def sums(*sets: str) -> dict[str, str]:
        return {
            name: each["spec"]["template"]["metadata"]["annotations"]["checksum/council"]
            for name, each in of_kind(things(sample("production"), sets), "Deployment").items()
            if name.startswith("planning")
        }

    before, after = sums(), sums('localValues="called = 1"')
    assert len(before) == 3
    assert not set(before.values()) & set(after.values())


def test_services_lead_to_the_pods_that_they_name() -> None:
    found = things(sample("production"))
    assert set(of_kind(found, "Service")) == {
        "planning-web",
        *(f"{name}-api" for name in ("planning", "scheduler", "records", "notifications")),
    }
    for name, service in of_kind(found, "Service").items():
        ports = {port["name"]: port["port"] for port in service["spec"]["ports"]}
        assert ports == {"http": 8000 if name == "planning-web" else 8002, "admin": 8003}
        assert service["spec"]["selector"]["app.kubernetes.io/component"] == name
    trial = of_kind(things(sample("single")), "Service")["planning-web"]
    assert trial["spec"]["selector"]["app.kubernetes.io/component"] == "all"
