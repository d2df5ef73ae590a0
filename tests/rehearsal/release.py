"""A release of the chart: installed, upgraded, rolled back and taken away, by Helm itself."""

import json
import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tests.rehearsal.cluster import ROOT, Cluster, Object, Refused, call

CHART = ROOT / "charts" / "child-in-need"
NAME = "plans"
FULL = "plans-child-in-need"
SERVICES = ("planning", "scheduler", "records", "notifications")
WEB = ("planning-web", *(f"{service}-api" for service in SERVICES))
WORKERS = tuple(f"{service}-worker" for service in SERVICES)
COMPONENTS = (*WEB, *WORKERS)
MINUTES = 6
PRE_STOP = 10
"""Seconds in which the node hears that a pod leaves: twice the default, as tests share its two cores."""


@cache
def helm_program() -> str:
    return call("script/tool", "helm", seconds=900).strip()


@dataclass
class Release:
    """`values` hold for every call; `folder` is for the file that Helm reads them from."""

    cluster: Cluster
    folder: Path
    values: dict[str, Any] = field(default_factory=dict)

    def helm(self, *words: str) -> str:
        access = tuple(word.replace("--context", "--kube-context") for word in self.cluster.access)
        quiet = {"HELM_CACHE_HOME": str(self.folder / "helm"), "HELM_CONFIG_HOME": str(self.folder / "helm")}
        space = ("--namespace", self.cluster.namespace)
        return call(helm_program(), *words, *access, *space, seconds=60 * MINUTES + 60, **quiet)

    def install(self, **values: Any) -> None:
        """Returns once every pod is ready; raises Refused with what the pods say."""
        self.apply(["install", NAME], values)

    def upgrade(self, chart: Path = CHART, wait: str = f"{MINUTES}m", **values: Any) -> None:
        """Installs it where it is not."""
        self.apply(["upgrade", NAME, "--install"], values, chart, wait)

    def rollback(self, revision: str) -> None:
        self.helm("rollback", NAME, revision, "--wait", "--timeout", f"{MINUTES}m")

    def test(self) -> str:
        return self.helm("test", NAME, "--logs")

    def uninstall(self) -> None:
        self.helm("uninstall", NAME, "--wait", "--timeout", "3m")

    def status(self) -> Object:
        found: Object = json.loads(self.helm("status", NAME, "-o", "json"))
        return found

    def apply(self, words: list[str], values: dict[str, Any], chart: Path = CHART, wait: str = "6m") -> None:
        file = self.folder / "values.json"
        file.write_text(json.dumps(merged(self.values, values)))
        try:
            self.helm(*words, str(chart), "--values", str(file), "--wait", "--timeout", wait)
        except Refused as error:
            raise Refused(f"{error}\n{self.cluster.words()}") from None


def images_that_run(cluster: Cluster) -> set[str]:
    pods = [pod for component in COMPONENTS for pod in cluster.pods(component)]
    return {pod["spec"]["containers"][0]["image"] for pod in pods}


def merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """As Helm merges: maps by their keys, anything else whole."""
    found = dict(one)
    for name, value in other.items():
        both = isinstance(value, dict) and isinstance(found.get(name), dict)
        found[name] = merged(found[name], value) if both else value
    return found


def image_value(image: str) -> dict[str, Any]:
    """The values that name it; our own cluster has it already, another fetches it."""
    name, _, tag = image.rpartition(":")
    policy = "Never" if name.startswith("localhost/") else "IfNotPresent"
    return {"image": {"repository": name, "tag": tag, "pullPolicy": policy}}


def given_image() -> str:
    return os.environ.get("CIN_REHEARSAL_IMAGE", "")
