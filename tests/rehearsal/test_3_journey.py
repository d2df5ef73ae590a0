"""A family's year played through the running pods, as a browser and a mail client see it."""

import subprocess
from datetime import timedelta

import pytest
import requests

from demo.browser import Visitor
from demo.cast import AMINA
from demo.year import Year
from tests.journeys.conftest import START
from tests.rehearsal.cluster import Cluster, address_of, name_of, until
from tests.rehearsal.reaching import HOST, STAFF, as_the_proxy, names, town
from tests.rehearsal.release import SERVICES, Release

pytestmark = [pytest.mark.rehearsal, pytest.mark.timeout(1200)]
KINDS = "all,secrets,configmaps,serviceaccounts,networkpolicies,poddisruptionbudgets,persistentvolumeclaims"


def test_a_page_is_reached_by_its_service_under_its_own_name_and_no_other(
    cluster: Cluster, release: Release
) -> None:
    with as_the_proxy({**names(cluster), "elsewhere.example": names(cluster)[HOST]}):
        assert requests.get(f"{STAFF}/sign-in", timeout=10).status_code == 200
        assert requests.get("http://elsewhere.example:8000/sign-in", timeout=10).status_code == 400


def test_a_visitor_who_signed_in_at_one_replica_is_known_to_the_other(
    cluster: Cluster, release: Release
) -> None:
    one, other = (address_of(pod) for pod in cluster.ready("planning-web"))
    with as_the_proxy({HOST: one}):
        visitor = Visitor(STAFF, AMINA)
        assert AMINA.name in visitor.read("/you")
    visitor._http.close()  # so that the next page is asked of the other
    with as_the_proxy({HOST: other}):
        assert AMINA.name in visitor.read("/you")


def test_the_pods_tell_the_embedded_runs_story_line_for_line(
    cluster: Cluster, release: Release, embedded: "subprocess.Popen[str]"
) -> None:
    with as_the_proxy(names(cluster)):
        there = town(cluster)
        there.ready()
        year = Year(there, lambda line: None)
        told = [str(line) for line in year.play(START, START + timedelta(days=365))]
    said, _ = embedded.communicate(timeout=600)
    *wanted, count = said.splitlines()
    assert len(told) > 50
    assert count == f"newcastle: {len(told)} acts"
    assert told == wanted


def test_uninstalling_leaves_what_the_operator_made_and_nothing_of_the_charts(
    cluster: Cluster, release: Release
) -> None:
    release.uninstall()
    made = {f"cin-{name}" for name in (*SERVICES, "migrations", "topics", "token-keys")}
    made |= {"kafka-ca", "postgres-ca", "kube-root-ca.crt", "default"}

    def left() -> set[str]:
        found = {name_of(thing) for thing in cluster.all(KINDS)}
        return {name for name in found if not name.startswith("post-office")} - made

    until(lambda: not left(), lambda: f"left behind: {left()}", 60)
    assert made <= {name_of(thing) for thing in cluster.all(KINDS)}
