"""What a council brings: PostgreSQL with a role for each service, Kafka with TLS, passwords and rights."""

from pathlib import Path

from demo.engines.postgres import PostgreSQL, ServiceDatabase
from demo.engines.secured import Grant, SecuredBroker
from services.rights import RIGHTS

CA = "/etc/child-in-need/postgres/ca.crt"
"""Where the chart mounts it."""
PASSWORDS = {user: f"{user}-password" for user in RIGHTS}


class Outside:
    """Found by pods at `host`; `databases` are those of the release that runs now."""

    def __init__(self, folder: Path, host: str) -> None:
        self.folder = folder
        self.host = host
        self.postgres = PostgreSQL(folder / "postgres", durable=False, host=host)
        self.broker = SecuredBroker(folder / "kafka", PASSWORDS, host)
        self.databases: dict[str, ServiceDatabase] = {}
        self._number = 0
        self._brokers = 0

    def start(self) -> None:
        self.broker.launch()
        self.postgres.start()
        self.broker.wait()
        self._grant()

    def close(self) -> None:
        self.broker.stop()
        self.postgres.close()

    def fresh(self) -> None:
        """Four empty databases with roles of their own."""
        self._number += 1
        self.databases = self.postgres.create_databases(f"cin{self._number}")

    def fresh_broker(self, but: tuple[str, ...] = ()) -> None:
        """One that has never heard anything, in the same place, with the same users and rights.

        `but`: whom no right is granted.
        """
        port = self.broker.port
        self.broker.stop()
        self._brokers += 1
        self.broker = SecuredBroker(self.folder / f"kafka-{self._brokers}", PASSWORDS, self.host, port)
        self.broker.start()
        self._grant(but)

    def _grant(self, but: tuple[str, ...] = ()) -> None:
        rights = (right for user, granted in RIGHTS.items() if user not in but for right in granted)
        self.broker.grant(Grant(*right) for right in rights)

    @property
    def addresses(self) -> dict[str, object]:
        """The chart's values that say where it is."""
        here = {"cidrs": [f"{self.host}/32"]}
        return {
            "bus": {"url": self.broker.url},
            "networkPolicies": {
                "postgres": {**here, "ports": [self.postgres.port]},
                "kafka": {**here, "ports": [self.broker.port]},
            },
        }


def checked(url: str) -> str:
    """The same database, by whoever is sure to talk to it."""
    return f"{url}?sslmode=verify-full&sslrootcert={CA}"


def revisions(outside: Outside) -> dict[str, str]:
    """Of the tables, by service."""
    found = {}
    for service, database in outside.databases.items():
        with outside.postgres.connect(database.name) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            found[service] = row[0] if row else ""
    return found
