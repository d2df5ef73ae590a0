"""`helm install` into a namespace that enforces Pod Security restricted, on secured engines."""

import psycopg
import pytest

from tests.rehearsal.cluster import Cluster, Refused
from tests.rehearsal.outside import Outside
from tests.rehearsal.release import COMPONENTS, FULL, WEB, Release

pytestmark = [pytest.mark.rehearsal, pytest.mark.timeout(1800)]


def test_the_namespace_takes_no_pod_that_is_not_restricted(cluster: Cluster, release: Release) -> None:
    container = {"name": "any", "image": "any"}
    pod = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "loose"},
        "spec": {"containers": [container]},
    }
    with pytest.raises(Refused, match='violates PodSecurity "restricted'):
        cluster.apply(pod)


def test_the_first_install_makes_tables_and_topics_and_every_role_ready(
    cluster: Cluster, release: Release
) -> None:
    cluster.ctl("rollout", "status", "deployment/post-office", "--timeout=90s")
    release.install(steerable=True)
    lacking = [name for name in COMPONENTS if len(cluster.ready(name)) < (2 if name in WEB else 1)]
    assert lacking == []
    assert cluster.all("jobs") == [], "a Job that did its work is gone"


def test_helm_test_finds_every_service(release: Release) -> None:
    said = [line.strip() for line in release.test().splitlines()]
    for name in WEB:
        port = 8000 if name == "planning-web" else 8002
        assert f"{FULL}-{name}:{port}: ready" in said, name


def test_a_pod_holds_no_password_but_those_that_its_role_needs(cluster: Cluster) -> None:
    for component in COMPONENTS:
        service = component.partition("-")[0]
        pod = cluster.ready(component)[0]
        container = pod["spec"]["containers"][0]
        refs = [each["valueFrom"]["secretKeyRef"] for each in container["env"] if "valueFrom" in each]
        assert {ref["name"] for ref in refs} == {f"cin-{service}"}, component
        keys = {ref["key"] for ref in refs}
        assert ("smtp-password" in keys) == (component == "notifications-worker"), component
        named = {each["name"] for each in container["env"]}
        assert ("CIN_BUS_PASSWORD" in named) == component.endswith("-worker"), component
        assert "CIN_MIGRATION_DATABASE_PLANNING" not in named


def test_the_schedulers_role_may_not_even_enter_plannings_database(outside: Outside) -> None:
    server, _, _ = outside.databases["scheduler"].url.rpartition("/")
    address = server.replace("postgresql+psycopg", "postgresql")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(f"{address}/{outside.databases['planning'].name}")
