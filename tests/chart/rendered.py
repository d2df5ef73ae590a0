"""What Helm makes of a chart and a file of values: rendered once per process, for the tests here."""

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent.parent
CHART = ROOT / "charts" / "child-in-need"
DEPENDENCIES = ROOT / "charts" / "child-in-need-dependencies"
KUBERNETES = ("1.30", "1.34", "1.37")
RELEASE, NAMESPACE = "plans", "children"
PREFIX = f"{RELEASE}-child-in-need"
Thing = dict[str, Any]


class Refused(Exception):
    """Helm would not render it; its words."""


def samples(chart: Path = CHART) -> list[Path]:
    """The files of values that a chart shows."""
    return sorted((chart / "ci").glob("*-values.yaml"))


def sample(name: str) -> Path:
    return CHART / "ci" / f"{name}-values.yaml"


@cache
def tool(name: str) -> str:
    """The pinned program; Go builds it where it is not here yet."""
    return subprocess.run(
        [ROOT / "script" / "tool", name], check=True, capture_output=True, text=True
    ).stdout.strip()


@cache
def text(
    values: Path | None,
    sets: tuple[str, ...] = (),
    *,
    kubernetes: str = "1.34",
    helm: str = "helm",
    more: tuple[str, ...] = (),
) -> str:
    """As Helm prints it; raises Refused."""
    chart = values.parent.parent if values else CHART
    command = [tool(helm), "template", RELEASE, str(chart), "--namespace", NAMESPACE]
    command += ["--kube-version", kubernetes, *more]
    command += ["--values", str(values)] if values else []
    for each in sets:
        command += ["--set-json", each]
    ended = subprocess.run(command, capture_output=True, text=True)
    if ended.returncode:
        raise Refused(ended.stderr)
    return ended.stdout


@cache
def things(values: Path, sets: tuple[str, ...] = (), *, kubernetes: str = "1.34") -> tuple[Thing, ...]:
    """All of it as objects, hooks and tests too."""
    said = yaml.load_all(text(values, sets, kubernetes=kubernetes), Loader=yaml.CSafeLoader)
    return tuple(each for each in said if each)


def of_kind(found: tuple[Thing, ...], *kinds: str) -> dict[str, Thing]:
    """By name without the release's."""
    return {
        re.sub(rf"^{PREFIX}-?", "", each["metadata"]["name"]): each for each in found if each["kind"] in kinds
    }


def pods(found: tuple[Thing, ...]) -> dict[str, Thing]:
    """By component, the pod that each Deployment, Job and test makes: its metadata and spec."""
    made = {}
    for each in found:
        if each["kind"] in ("Deployment", "Job"):
            made[component(each)] = each["spec"]["template"]
        elif each["kind"] == "Pod":
            made[component(each)] = each
    return made


def component(thing: Thing) -> str:
    return str(thing["metadata"]["labels"]["app.kubernetes.io/component"])


def containers(pod: Thing) -> Iterator[Thing]:
    yield from pod["spec"].get("initContainers", [])
    yield from pod["spec"]["containers"]


def variables(pod: Thing) -> dict[str, Any]:
    """By name, the value or where it comes from."""
    return {
        each["name"]: each.get("value", each.get("valueFrom"))
        for container in containers(pod)
        for each in container.get("env", [])
    }


def secret_keys(pod: Thing) -> set[tuple[str, str]]:
    """Every (Secret, key) that the pod can read; a whole Secret counts as its key *."""
    found = {
        (said["secretKeyRef"]["name"], said["secretKeyRef"]["key"])
        for said in variables(pod).values()
        if isinstance(said, dict) and "secretKeyRef" in said
    }
    for container in containers(pod):
        found |= {
            (each["secretRef"]["name"], "*") for each in container.get("envFrom", []) if "secretRef" in each
        }
    for volume in pod["spec"].get("volumes", []):
        sources = volume["projected"]["sources"] if "projected" in volume else [volume]
        for source in sources:
            found |= _keys_of(source.get("secret"))
    return found


def _keys_of(secret: Thing | None) -> set[tuple[str, str]]:
    if secret is None:
        return set()
    name = secret.get("secretName") or secret["name"]
    return {(name, item["key"]) for item in secret.get("items", [{"key": "*"}])}
