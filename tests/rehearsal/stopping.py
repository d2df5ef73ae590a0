"""Ends a pod, kindly or not, and says what became of it."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tests.rehearsal.cluster import Cluster, Object, kubectl, name_of, until
from tests.rehearsal.outside import Outside
from tests.rehearsal.release import FULL, WEB
from tests.rehearsal.traffic import Asking, Work

_NOT_SENT = "state IN ('ordered', 'queued', 'sending', 'uncertain')"
_EXIT = '{.status.containerStatuses[0].state.terminated.exitCode}{"\\n"}'


class End(NamedTuple):
    """`code`: its exit code, "" where nobody saw one; `took`: seconds until it was gone."""

    code: str
    took: float


def told_to_stop(cluster: Cluster, pods: Mapping[str, Object]) -> dict[str, End]:
    """All of them at once."""
    with ThreadPoolExecutor(len(pods)) as at_once:
        ends = at_once.map(lambda pod: _told_to_stop(cluster, pod), pods.values())
        return dict(zip(pods, ends, strict=True))


def _told_to_stop(cluster: Cluster, pod: Object) -> End:
    base = [kubectl(), *cluster.access, "-n", cluster.namespace]
    watch = subprocess.Popen(
        [*base, "get", "pod", name_of(pod), "--watch", "-o", f"jsonpath={_EXIT}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert watch.stdout is not None
    watch.stdout.readline()  # what it is now: from here on it is watched
    began = time.monotonic()
    cluster.ctl("delete", "pod", name_of(pod), "--wait=true", "--timeout=120s")
    took = time.monotonic() - began
    with suppress(subprocess.TimeoutExpired):
        watch.wait(5)  # what it saw last may still be on its way
    watch.terminate()
    said, _ = watch.communicate(timeout=10)
    return End((said.split() or [""])[-1], took)


def killed(cluster: Cluster, pod: Object) -> None:
    """SIGKILL from this machine, to what runs in it; returns once its container has been started again."""
    name = name_of(pod)
    before = _restarts(cluster, name)
    processes = _processes(pod["metadata"]["uid"])
    assert processes, f"no process of {name} is found on this machine"
    for number in processes:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    until(lambda: _restarts(cluster, name) > before, lambda: f"{name} was not started again")


def _restarts(cluster: Cluster, pod: str) -> int:
    path = "jsonpath={.status.containerStatuses[0].restartCount}"
    return int(cluster.ctl("get", "pod", pod, "-o", path) or 0)


def _processes(uid: str) -> list[int]:
    """Of this pod, but for the one that only holds its network open."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if uid in (folder / "cgroup").read_text() and b"services" in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return found


def whole_again(cluster: Cluster, component: str) -> None:
    """As many of it ready as there are to be."""
    cluster.ctl("rollout", "status", f"deployment/{FULL}-{component}", "--timeout=120s")
    wanted = 2 if component in WEB else 1
    until(lambda: len(cluster.ready(component)) == wanted, cluster.words)


def waiting(outside: Outside) -> list[str]:
    """What the four databases hold that was not said, not handled or not sent."""
    lines = []
    for service, database in outside.databases.items():
        with outside.postgres.connect(database.name) as connection:
            asked = [("outbox", "published_at IS NULL"), ("parked", "true")]
            asked += [("parcel", _NOT_SENT)] if service == "notifications" else []
            for table, words in asked:
                query = f"SELECT count(*) FROM {table} WHERE {words}"  # our own words
                row = connection.execute(query.encode()).fetchone()
                lines += [f"{service}: {row[0]} in {table}"] if row and row[0] else []
    return lines


def claimed(outside: Outside) -> set[str]:
    """What the sender has in its hand, or had when it died."""
    database = outside.databases["notifications"]
    with outside.postgres.connect(database.name) as connection:
        return {row[0] for row in connection.execute(b"SELECT id FROM parcel WHERE state = 'sending'")}


def troubles(work: Work, asking: Asking, outside: Outside) -> list[str]:
    """What was refused, lost or came twice; of what came twice also what the sender knows of it."""
    twice = [f"{work.twice} came twice", *_tried_again(outside)] if work.twice else []
    return [*work.faults, *asking.faults, *twice]


def _tried_again(outside: Outside) -> list[str]:
    """What the sender knows of each mail that it tried more than once."""
    database = outside.databases["notifications"]
    with outside.postgres.connect(database.name) as connection:
        columns = "kind, state, attempts, uncertain, reason"
        query = f"SELECT {columns} FROM parcel WHERE attempts > 1 OR uncertain > 0"  # our own words
        found = connection.execute(query.encode()).fetchall()
    return [
        f"{kind}: {state} after {tries} tries, {lost} answers lost {reason}"
        for kind, state, tries, lost, reason in found
    ]
