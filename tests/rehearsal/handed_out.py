"""What an operator makes before the first install: the namespace, the Secrets, the ConfigMaps."""

import base64
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.rehearsal import post_office
from tests.rehearsal.cluster import ROOT, Cluster, Object
from tests.rehearsal.outside import PASSWORDS, Outside, checked
from tests.rehearsal.release import SERVICES

RESTRICTED = {f"pod-security.kubernetes.io/{what}": "restricted" for what in ("enforce", "warn", "audit")}
STAFF = ROOT / "services" / "planning" / "adapters" / "demonstration_staff.toml"
NAMES: dict[str, object] = {
    "secrets": {
        **{service: {"existingSecret": f"cin-{service}"} for service in SERVICES},
        "migrations": {"existingSecret": "cin-migrations"},
        "topics": {"existingSecret": "cin-topics"},
    },
    "tokenKeys": {"existingConfigMap": "cin-token-keys"},
    "bus": {"ca": {"existingConfigMap": "kafka-ca"}},
    "postgres": {"ca": {"existingConfigMap": "postgres-ca"}},
}
"""The chart's values that name them."""


def namespace(cluster: Cluster) -> Object:
    return {
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": {"name": cluster.namespace, "labels": RESTRICTED},
    }


def secret(name: str, values: Mapping[str, str | bytes]) -> Object:
    data = {key: value.encode() if isinstance(value, str) else value for key, value in values.items()}
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": name},
        "data": {key: base64.b64encode(value).decode() for key, value in data.items()},
    }


def config(name: str, values: Mapping[str, str]) -> Object:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": dict(values)}


def make_keys(folder: Path) -> None:
    command = [sys.executable, "-m", "services", "keys", "make", str(folder)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)


def everything(outside: Outside, keys: Path) -> list[Object]:
    """For the databases and the broker that are there now."""
    public = {f"{service}.public.pem": (keys / f"{service}.public.pem").read_text() for service in SERVICES}
    owners = {
        f"{service}-database-url": checked(database.migration_url)
        for service, database in outside.databases.items()
    }
    return [
        *(_of_service(service, outside, keys) for service in SERVICES),
        secret("cin-migrations", owners),
        secret("cin-topics", {"bus-user": "operator", "bus-password": PASSWORDS["operator"]}),
        config("cin-token-keys", public),
        config("kafka-ca", {"ca.crt": outside.broker.ca.read_text()}),
        config("postgres-ca", {"ca.crt": outside.postgres.ca.read_text()}),
    ]


def _of_service(service: str, outside: Outside, keys: Path) -> Object:
    values: dict[str, str | bytes] = {
        "database-url": checked(outside.databases[service].url),
        "bus-user": service,
        "bus-password": PASSWORDS[service],
        "token.private.pem": (keys / f"{service}.private.pem").read_bytes(),
    }
    if service == "notifications":
        values |= {"smtp-user": post_office.USER, "smtp-password": post_office.PASSWORD}
    if service == "planning":
        values["pages.secret"] = (keys / "pages.secret").read_bytes()
    return secret(f"cin-{service}", values)
