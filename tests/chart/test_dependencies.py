"""The second chart: topics and rights are the published language's, PostgreSQL keeps services apart."""

import re

import pytest

from plumbing.bus.kafka_words import LARGEST
from script.chart_bus import FILE, content
from services.rights import RIGHTS, SERVICES
from services.running import topic_specs
from tests.chart.rendered import DEPENDENCIES, ROOT, Thing, sample, samples, things

pytestmark = pytest.mark.helm
DEFAULT = DEPENDENCIES / "ci" / "default-values.yaml"
FIRST = sample("first")


def _named(kind: str, values=DEFAULT) -> dict[str, Thing]:
    return {each["metadata"]["name"]: each["spec"] for each in things(values) if each["kind"] == kind}


def test_the_file_of_topics_and_rights_is_current() -> None:
    """Run script/chart_bus.py."""
    assert FILE.read_text("utf-8") == content()


def test_topics_have_the_partitions_and_the_retention_of_the_registry() -> None:
    found = _named("KafkaTopic")
    assert set(found) == set(topic_specs())
    for name, spec in topic_specs().items():
        assert found[name]["partitions"] == spec.partitions
        assert found[name]["config"]["retention.ms"] == spec.kept.total_seconds() * 1000
        assert isinstance(found[name]["config"]["retention.ms"], int), "no 2.592e+09"
        assert found[name]["config"]["max.message.bytes"] == LARGEST


_WORDS = {"READ": "Read", "WRITE": "Write", "CREATE": "Create", "DESCRIBE_CONFIGS": "DescribeConfigs"}
"""Operations as a KafkaUser has them."""


def test_a_user_has_exactly_the_rights_of_its_service() -> None:
    found = _named("KafkaUser")
    assert set(found) == set(RIGHTS)
    for user, spec in found.items():
        said = {
            (
                each["resource"]["type"],
                each["resource"]["name"],
                operation,
                each["resource"]["patternType"],
            )
            for each in spec["authorization"]["acls"]
            for operation in each["operations"]
        }
        assert said == {
            (right.kind, right.name, _WORDS[right.operation], "prefix" if right.prefixed else "literal")
            for right in RIGHTS[user]
        }


def test_a_users_password_is_the_one_that_its_pods_have() -> None:
    for user, spec in _named("KafkaUser").items():
        secret = spec["authentication"]["password"]["valueFrom"]["secretKeyRef"]
        assert secret == {"name": f"cin-{'topics' if user == 'operator' else user}", "key": "bus-password"}


def test_brokers_take_nobody_without_tls_password_and_right() -> None:
    for values in samples(DEPENDENCIES):
        (kafka,) = _named("Kafka", values).values()
        (listener,) = kafka["kafka"]["listeners"]
        assert listener["tls"] is True
        assert listener["authentication"]["type"] == "scram-sha-512"
        assert kafka["kafka"]["authorization"] == {"type": "simple"}
        assert kafka["kafka"]["config"]["auto.create.topics.enable"] is False


def test_strimzis_resources_are_of_the_version_that_it_serves() -> None:
    versions = {each["apiVersion"] for each in things(DEFAULT) if "kafka" in each["apiVersion"]}
    assert versions == {"kafka.strimzi.io/v1"}


def test_every_service_has_a_database_and_two_roles() -> None:
    databases = {spec["name"]: spec for spec in _named("Database").values()}
    assert set(databases) == {f"cin_{service}" for service in SERVICES}
    for name, spec in databases.items():
        assert spec["owner"] == f"{name}_owner"
        assert spec["template"] == "template1", "there the rights are"
    (cluster,) = _named("Cluster").values()
    roles = {role["name"] for role in cluster["managed"]["roles"]}
    assert roles == {f"cin_{service}{kind}" for service in SERVICES for kind in ("", "_owner")}


def test_nobody_enters_a_database_but_its_own_two_roles() -> None:
    (cluster,) = _named("Cluster").values()
    rules = [rule.split() for rule in cluster["postgresql"]["pg_hba"]]
    entered = {(rule[1], rule[2]) for rule in rules if rule[-1] == "scram-sha-256"}
    assert entered == {(f"cin_{service}", f"cin_{service}_owner,cin_{service}") for service in SERVICES}
    refused = {rule[2] for rule in rules if rule[-1] == "reject" and rule[1] == "all"}
    assert refused == {who for _, who in entered}
    assert rules.index(["host", "all", "cin_planning_owner,cin_planning", "all", "reject"]) >= len(entered)
    assert all(rule[0] == "hostssl" for rule in rules if rule[-1] != "reject")


def test_postgresql_has_room_for_every_connection_of_fourteen_pods() -> None:
    """PostgreSQL's own default of 100 would end in "too many clients"; docs/operating.md has the sum."""
    page = (ROOT / "docs" / "operating.md").read_text("utf-8")
    (each,) = re.findall(r"Reckon with at most (\d+) connections", page)
    deployments = [thing for thing in things(FIRST) if thing["kind"] == "Deployment"]
    most = int(each) * sum(deployment["spec"]["replicas"] for deployment in deployments)
    assert f"{len(deployments)} more" in page and f" {most} " in page
    for values in samples(DEPENDENCIES):
        (cluster,) = _named("Cluster", values).values()
        said = cluster["postgresql"]["parameters"]["max_connections"]
        assert isinstance(said, str), "CloudNativePG takes texts only"
        assert int(said) > most
