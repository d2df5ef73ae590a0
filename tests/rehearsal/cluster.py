"""A namespace of a cluster as kubectl shows it: what is asked of it, and what it says."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).parents[2]
HOME = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "child-in-need"
NAMESPACE = "child-in-need-rehearsal"
GATEWAY = "10.213.0.1"
"""Where pods of our own cluster find this machine."""
Object = dict[str, Any]


class Refused(Exception):
    """A program that a person would call said no; the words are its own."""


def call(*words: str, given: str | None = None, seconds: float = 300, **environment: str) -> str:
    """What it printed; raises Refused."""
    ended = subprocess.run(
        words,
        input=given,
        capture_output=True,
        text=True,
        timeout=seconds,
        cwd=ROOT,
        env={**os.environ, **environment},
    )
    if ended.returncode:
        raise Refused(f"{' '.join(words[:6])}: {ended.stdout[-1500:]}{ended.stderr[-3000:]}")
    return ended.stdout


def until(true: Callable[[], object], otherwise: Callable[[], str], seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, otherwise()
        time.sleep(0.3)


@dataclass(frozen=True)
class Cluster:
    """`access`: the options by which kubectl and helm find it."""

    access: tuple[str, ...]
    namespace: str = NAMESPACE

    def ctl(self, *words: str, given: str | None = None, seconds: float = 120) -> str:
        return call(kubectl(), *self.access, "-n", self.namespace, *words, given=given, seconds=seconds)

    def apply(self, *objects: Object) -> None:
        everything = {"apiVersion": "v1", "kind": "List", "items": list(objects)}
        self.ctl("apply", "--server-side", "--force-conflicts", "-f", "-", given=json.dumps(everything))

    def all(self, kinds: str, **labels: str) -> list[Object]:
        wanted = ",".join(f"{name}={value}" for name, value in labels.items())
        selector = ["-l", wanted] if wanted else []
        found: list[Object] = json.loads(self.ctl("get", kinds, *selector, "-o", "json"))["items"]
        return found

    def pods(self, component: str) -> list[Object]:
        """Those that have come and not been told to go."""
        found = self.all("pods", **{"app.kubernetes.io/component": component})
        return [pod for pod in found if "deletionTimestamp" not in pod["metadata"]]

    def ready(self, component: str) -> list[Object]:
        return [pod for pod in self.pods(component) if is_ready(pod)]

    def service(self, name: str) -> str:
        """Its address inside the cluster."""
        return self.ctl("get", "service", name, "-o", "jsonpath={.spec.clusterIP}")

    def words(self) -> str:
        """For a failure: what is not as it should be, and the last words of every pod that is not ready."""
        lines = [self.ctl("get", "pods,jobs", "-o", "wide"), self._complaints()]
        for pod in self.all("pods"):
            if not is_ready(pod):
                said = (waits_for(pod), self.log(name_of(pod)), said_at_readyz(pod))
                lines.append("\n".join((f"--- {name_of(pod)}", *said)))
        return "\n".join(lines)[-8000:]

    def log(self, pod: str) -> str:
        try:
            return self.ctl("logs", pod, "--tail=15")
        except Refused as error:
            return str(error)[-300:]

    def _complaints(self) -> str:
        return self.ctl("get", "events", "--field-selector=type=Warning", "--sort-by=.lastTimestamp")[-3000:]


def kubectl() -> str:
    own = sorted((HOME / "kubernetes").glob("v1.*/kubectl"))
    return shutil.which("kubectl") or (str(own[-1]) if own else "kubectl")


def name_of(thing: Object) -> str:
    return str(thing["metadata"]["name"])


def is_ready(pod: Object) -> bool:
    conditions: Sequence[Mapping[str, str]] = pod["status"].get("conditions", [])
    return any(each["type"] == "Ready" and each["status"] == "True" for each in conditions)


def waits_for(pod: Object) -> str:
    """Why a container of it cannot begin, where that is so: the events that say it may be old by then."""
    waiting = [one["state"].get("waiting", {}) for one in pod["status"].get("containerStatuses", ())]
    return "\n".join(f"{one['reason']}: {one['message']}" for one in waiting if "message" in one)


def said_at_readyz(pod: Object) -> str:
    """What it says that it lacks, where it says anything."""
    try:
        return requests.get(f"http://{pod['status'].get('podIP')}:8003/readyz", timeout=3).text.strip()
    except requests.RequestException:
        return ""


def address_of(pod: Object) -> str:
    return str(pod["status"]["podIP"])
