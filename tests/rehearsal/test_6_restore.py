"""The databases are lost, and the broker with all that it held: restored from dumps, work goes on."""

import os
import subprocess
import time
from collections.abc import Callable
from email import message_from_bytes
from pathlib import Path

import pytest
import requests
import yaml

from demo.engines.postgres import program
from tests.rehearsal.cluster import ROOT, Cluster, Object, Refused, until
from tests.rehearsal.handed_out import everything
from tests.rehearsal.outside import Outside
from tests.rehearsal.reaching import as_the_proxy, names, town
from tests.rehearsal.release import SERVICES, Release, image_value
from tests.rehearsal.stopping import waiting
from tests.rehearsal.traffic import Staff

pytestmark = [pytest.mark.rehearsal, pytest.mark.timeout(1200)]

DOMAIN = "meetings.example.org"
"""The chart's default of meetingsDomain."""


def run(name: str, url: str, *words: str) -> None:
    """One of PostgreSQL's own, told the address as an operator tells it."""
    address = url.replace("postgresql+psycopg", "postgresql")
    command = [program(name) or name, *words, "--dbname", address]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PGSSLMODE": "require"})


def dump(outside: Outside, folder: Path) -> None:
    """As their owners, planning last: what the others know, it then knows too."""
    for service in reversed(SERVICES):
        url = outside.databases[service].migration_url
        run("pg_dump", url, "--format=custom", "--no-owner", "--no-acl", f"--file={folder / service}")


def restore(outside: Outside, folder: Path) -> None:
    """Into four empty ones, as their owners."""
    words = ("--no-owner", "--no-acl", "--exit-on-error")
    for service in SERVICES:
        run("pg_restore", outside.databases[service].migration_url, *words, str(folder / service))


def timed(what: str, act: Callable[[], object]) -> None:
    began = time.monotonic()
    act()
    print(f"{what}: {time.monotonic() - began:.1f} s")


def own_pod(cluster: Cluster, outside: Outside, image: str) -> None:
    """docs/restore-pod.yaml with what is marked there as an operator's own."""
    pod: Object = yaml.safe_load((ROOT / "docs" / "restore-pod.yaml").read_text("utf-8"))
    del pod["spec"]["imagePullSecrets"]
    (container,) = pod["spec"]["containers"]
    container |= {"image": image, "imagePullPolicy": image_value(image)["image"]["pullPolicy"]}
    for named in container["env"]:
        own = {"CIN_BUS": outside.broker.url, "CIN_MEETINGS_DOMAIN": DOMAIN}.get(named["name"])
        named |= {"value": own} if own else {}
    cluster.apply(pod)
    cluster.ctl("wait", "pod/restore", "--for=condition=Ready", "--timeout=90s")


def cin(cluster: Cluster, *words: str, given: str = "") -> str:
    """The command line as an operator calls it, in a pod with the settings of all four services."""
    return cluster.ctl("exec", "-i", "restore", "--", "python", "-m", "services", *words, given=given)


def mail_log(staff: Staff) -> str:
    """A Message-ID on each line, of every mail that the mail server took since these databases began."""
    named = []
    for mail in staff.mails_since(staff.before):
        source = requests.get(f"{staff.town.mail}{mail['source']}", timeout=10).content
        named.append(str(message_from_bytes(source)["Message-ID"]))
    return "\n".join(named) + "\n"


def _amiss(cluster: Cluster) -> str:
    """What the doctor of the databases finds; empty where all is well."""
    try:
        cin(cluster, "database", "doctor")
    except Refused as said:
        return str(said)
    return ""


def test_after_a_restore_nothing_from_before_the_backup_is_lost_or_sent_again(
    cluster: Cluster,
    staff: Staff,
    release: Release,
    outside: Outside,
    keys: Path,
    image: str,
    tmp_path: Path,
) -> None:
    """In the order of docs/operating.md, "After a restore"."""
    children = set(staff.family.children.values())
    staff.round()
    assert staff.arrived() == staff.wanted
    timed("dump", lambda: dump(outside, tmp_path))
    staff.round()  # after the backup: its mail is out, and the databases will not know of it
    assert staff.arrived() == staff.wanted
    gone = sum(staff.wanted.values())

    timed("uninstall", release.uninstall)
    outside.fresh()
    timed("restore", lambda: restore(outside, tmp_path))
    timed("an empty broker", outside.fresh_broker)
    cluster.apply(*everything(outside, keys))  # the Secrets stay, but here passwords and addresses are new
    own_pod(cluster, outside, image)
    cin(cluster, "migrate")
    until(lambda: not _amiss(cluster), lambda: _amiss(cluster))  # a machine at its limits answers late
    cin(cluster, "bus", "topics", "--create")
    cin(cluster, "bus", "say-again")
    assert "No mail leaves" in cin(cluster, "restore", "begin")
    timed("install", release.install)

    with as_the_proxy(names(cluster)):
        staff.town = town(cluster)
        log = mail_log(staff)
        said = cin(cluster, "restore", "reconcile", "--mail-log", "-", given=log)
        assert f"{gone} left before the restore and are not on record" in said
        assert "/sent-before-restore" in staff.martin.read("/holds")
        listed = staff.martin.read("/sent-before-restore")
        assert all(each.strip("<>") in listed for each in log.split()[-gone:])
        cin(cluster, "restore", "finish", "--by", "the rehearsal")
        cluster.ctl("delete", "pod", "restore", "--now")
        time.sleep(10)
        assert staff.mails_since(staff.last) == [], "what went out already goes out once more"
        for child in children:
            assert staff.amina.json(f"/children/{child}/duties.json") is not None
        staff.round()
        assert staff.arrived() == staff.wanted
    until(lambda: not waiting(outside), lambda: f"never done: {waiting(outside)}")
