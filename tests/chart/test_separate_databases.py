"""What the second chart's Cluster does to PostgreSQL, done to a real one: it keeps services apart."""

from collections.abc import Iterator

import psycopg
import pytest
from click.testing import CliRunner

from demo.engines.postgres import PostgreSQL
from services.__main__ import main
from services.rights import SERVICES
from tests.chart.rendered import DEPENDENCIES, Thing, things

pytestmark = [pytest.mark.helm, pytest.mark.postgres]
DEFAULT = DEPENDENCIES / "ci" / "default-values.yaml"
PASSWORD = "of-the-basic-auth-Secret"


@pytest.fixture(scope="module")
def server() -> Iterator[PostgreSQL]:
    """In CloudNativePG's order: postInitSQL, postInitTemplateSQL, the roles' passwords, the databases."""
    with PostgreSQL(durable=False) as server:
        (cluster,) = (each["spec"] for each in things(DEFAULT) if each["kind"] == "Cluster")
        _make(server, cluster)
        yield server


def _make(server: PostgreSQL, cluster: Thing) -> None:
    made = cluster["bootstrap"]["initdb"]
    for database, words in (("postgres", "postInitSQL"), ("template1", "postInitTemplateSQL")):
        with server.connect(database) as connection:
            for statement in made[words]:
                connection.execute(statement)
    with server.connect() as connection:
        for role in cluster["managed"]["roles"]:
            connection.execute(f"ALTER ROLE {role['name']} PASSWORD '{PASSWORD}'".encode())
        for database in (each["spec"] for each in things(DEFAULT) if each["kind"] == "Database"):
            words = "CREATE DATABASE {name} OWNER {owner} TEMPLATE {template}".format(**database)
            connection.execute(words.encode())


def _settings(server: PostgreSQL) -> dict[str, str]:
    """As in the Secrets."""
    found = {}
    for service in SERVICES:
        name = f"cin_{service}"
        found[f"CIN_DATABASE_{service.upper()}"] = server.url(name, name, PASSWORD)
        found[f"CIN_MIGRATION_DATABASE_{service.upper()}"] = server.url(name, f"{name}_owner", PASSWORD)
    return found


def test_postgresql_made_as_the_cluster_says_keeps_services_apart(server: PostgreSQL, tmp_path) -> None:
    """The owners migrate, and each service's own examination finds nothing amiss."""
    environment = {**_settings(server), "CIN_DATA": str(tmp_path)}
    runner = CliRunner(env=environment)
    migrated = runner.invoke(main, ["migrate"])
    assert migrated.exit_code == 0, migrated.output
    examined = runner.invoke(main, ["database", "doctor"])
    assert examined.exit_code == 0, examined.output
    assert examined.output.count("as it should be") == len(SERVICES)


def test_a_service_can_read_no_other_services_tables(server: PostgreSQL) -> None:
    """Even without pg_hba, which only a real Cluster applies."""
    url = server.url("cin_planning", "cin_scheduler", PASSWORD).replace("+psycopg", "")
    with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("SELECT * FROM alembic_version")
