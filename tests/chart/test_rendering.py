"""Every sample lints, renders on each Kubernetes that the chart is for, and is what that Kubernetes takes."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import kubernetes_validate
import pytest

from tests.chart.rendered import (
    CHART,
    DEPENDENCIES,
    KUBERNETES,
    Refused,
    of_kind,
    sample,
    samples,
    text,
    things,
    tool,
)

pytestmark = pytest.mark.helm
EVERY = [*samples(), *samples(DEPENDENCIES)]
OPERATORS = re.compile(r"\.(sh|com|io)/")  # apiVersions of resources that an operator brings
CORE = ("networking.k8s.io/", "rbac.authorization.k8s.io/")


def _name(path: Path) -> str:
    return f"{path.parent.parent.name}: {path.name.removesuffix('-values.yaml')}"


def _is_of_an_operator(version: str) -> bool:
    return bool(OPERATORS.search(version)) and not version.startswith(CORE)


@pytest.mark.parametrize("values", EVERY, ids=_name)
def test_a_sample_lints_without_a_warning(values: Path) -> None:
    ended = subprocess.run(
        [
            *(tool("helm"), "lint", "--strict", "--kube-version", KUBERNETES[0]),
            *(str(values.parent.parent), "--values", str(values)),
        ],
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("kubernetes", KUBERNETES)
@pytest.mark.parametrize("values", EVERY, ids=_name)
def test_a_sample_is_what_kubernetes_takes(values: Path, kubernetes: str) -> None:
    """Strict: a word that Kubernetes does not know, like readinessProb, is a fault."""
    found = things(values, kubernetes=kubernetes)
    assert found
    for thing in found:
        if not _is_of_an_operator(thing["apiVersion"]):
            kubernetes_validate.validate(thing, kubernetes, strict=True)


def test_a_typo_in_a_probe_would_be_noticed() -> None:
    deployment = of_kind(things(sample("single")), "Deployment")["all"]
    container = deployment["spec"]["template"]["spec"]["containers"][0]
    broken = {**container, "readinesProbe": container["readinessProbe"]}
    spec = {**deployment["spec"]["template"]["spec"], "containers": [broken]}
    template = {**deployment["spec"]["template"], "spec": spec}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(
            {**deployment, "spec": {**deployment["spec"], "template": template}}, KUBERNETES[-1], strict=True
        )


def test_an_older_kubernetes_is_refused() -> None:
    with pytest.raises(Refused, match=r"kubeVersion: >=1\.30"):
        text(sample("single"), kubernetes="1.29.5")


def test_no_two_objects_have_one_name() -> None:
    for values in EVERY:
        names = [(each["kind"], each["metadata"]["name"]) for each in things(values)]
        assert len(names) == len(set(names)), values.name


def _texts(thing: object) -> Iterator[str]:
    if isinstance(thing, dict):
        for name, value in thing.items():
            yield str(name)
            yield from _texts(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from _texts(value)
    elif isinstance(thing, str):
        yield thing


_OTHERS = {
    "PrometheusRule": re.compile(r"\{\{ \$(labels\.\w+|value)( \| humanize(Duration)?)? \}\}"),
    "ConfigMap": re.compile(r"\{\{\w+\}\}"),  # Grafana's legends in the dashboard
}
"""By kind, what of braces is somebody else's template and belongs there."""
_LEFT = re.compile(r"\{\{|\}\}|<no value>|<nil>|%!|map\[|NAMESPACE")


def test_nothing_of_a_template_is_left_in_what_is_rendered() -> None:
    """Neither its braces nor what Go writes where a value was not there or was no text."""
    for values in EVERY:
        for thing in things(values):
            others = _OTHERS.get(thing["kind"], re.compile(r"(?!)"))
            for said in _texts(thing):
                assert not _LEFT.search(others.sub("", said)), f"{values.name}: {thing['kind']}: {said}"


def test_what_a_template_left_would_be_noticed() -> None:
    for said in ("{{ .Values.zone }}", "<no value>", "%!s(int=3)", "map[a:1]", 'namespace="NAMESPACE"'):
        assert _LEFT.search(_OTHERS["PrometheusRule"].sub("", said)), said


def test_every_object_carries_the_labels_by_which_it_is_found() -> None:
    for values in EVERY:
        for thing in things(values):
            labels = thing["metadata"]["labels"]
            assert labels["app.kubernetes.io/instance"] == "plans", thing["metadata"]["name"]
            assert labels["app.kubernetes.io/part-of"] == "child-in-need"
            assert labels["app.kubernetes.io/managed-by"] == "Helm"


@pytest.mark.rehearsal
@pytest.mark.parametrize("values", EVERY, ids=_name)
def test_helm_3_renders_the_same_as_helm_4(values: Path) -> None:
    """But for blank lines, which is all that they differ in."""
    three, four = (
        [line for line in text(values, helm=helm).splitlines() if line.strip()] for helm in ("helm3", "helm")
    )
    assert three == four


_OPINIONS = {
    "container-image-pull-policy": "a digest, or a tag that is never pushed twice, needs no Always",
    "container-ephemeral-storage-request-and-limit": "only /tmp is written, and has a limit of its own",
    "container-security-context-user-group-id": "the image is for any uid with group 0, as OpenShift has",
    "deployment-has-host-podantiaffinity": "topologySpreadConstraints do that",
    "deployment-replicas": "one worker is enough for a small council",
}
_OF_ONE_SAMPLE = {
    "plain-smtp": "pod-networkpolicy",  # it shows that they can be left out
    "production": "deployment-has-poddisruptionbudget",  # KEDA may leave one worker
    "single": "deployment-strategy",  # two processes on one log would not do
}


@pytest.mark.rehearsal
@pytest.mark.parametrize("values", samples(), ids=_name)
def test_kube_score_has_nothing_to_say(values: Path) -> None:
    """But for opinions that we do not share, and for a limit of CPU: it makes slow what could be quick."""
    command = [tool("kube-score"), "score", "-", "--output-format", "ci", "--ignore-container-cpu-limit"]
    for opinion in (*_OPINIONS, _OF_ONE_SAMPLE.get(values.name.removesuffix("-values.yaml"), "")):
        command += ["--ignore-test", opinion] if opinion else []
    ended = subprocess.run(command, input=text(values), capture_output=True, text=True)
    lines = ended.stdout.splitlines()
    said = [line for line in lines if line.startswith(("[CRITICAL]", "[WARNING]"))]
    assert not said, "\n".join(said)
    assert len(lines) > 20, "it looked at nothing"


def test_the_chart_can_be_packed(tmp_path: Path) -> None:
    for chart in (CHART, DEPENDENCIES):
        subprocess.run(
            [tool("helm"), "package", str(chart), "-d", str(tmp_path)], check=True, capture_output=True
        )
    assert len(list(tmp_path.glob("*.tgz"))) == 2
