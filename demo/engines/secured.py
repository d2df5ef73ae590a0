"""A broker with TLS, passwords (SCRAM-SHA-512) and rights: whoever has none may do nothing."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from kafka.admin import (
    ACL,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    KafkaAdminClient,
    ResourcePattern,
    ResourceType,
    ScramMechanism,
    UserScramCredentialUpsertion,
)

from demo.engines.broker import Broker
from demo.engines.certificates import Authority

ROOT, ROOT_PASSWORD = "root", "root-password"
_LOGIN = "org.apache.kafka.common.security.scram.ScramLoginModule"


class Grant(NamedTuple):
    """`kind`: topic, group or cluster; `prefixed`: the name is how theirs begin; in Kafka's own words."""

    user: str
    kind: str
    name: str
    operation: str
    prefixed: bool = False


class SecuredBroker(Broker):
    """`users`: name and password of each. The superuser is ROOT."""

    def __init__(
        self, folder: Path, users: Mapping[str, str], host: str = "127.0.0.1", port: int = 0
    ) -> None:
        authority = Authority(folder)
        self.ca = authority.ca
        keys = authority.certify(folder / "broker.pem", host)
        super().__init__(
            folder,
            users={ROOT: ROOT_PASSWORD, **users},
            settings={**_SECURED, **_files(keys, authority.ca)},
            host=host,
            port=port,
        )
        mine = f"SASL_SSL://{self.bootstrap}"
        self._settings |= {"listeners": f"{mine},{{controller}}", "advertised.listeners": mine}

    @property
    def url(self) -> str:
        return f"kafkas://{self.bootstrap}"

    def grant(self, grants: Iterable[Grant]) -> None:
        """Adds to what is granted already; holds within a second."""
        with self.as_root() as admin:
            made = admin.create_acls([_acl(grant) for grant in grants])
        assert not made["failed"], made["failed"]

    def revoke(self, grants: Iterable[Grant]) -> None:
        """Takes back just these; holds within a second."""
        with self.as_root() as admin:
            admin.delete_acls([_acl(grant) for grant in grants])

    def set_password(self, user: str, password: str) -> None:
        with self.as_root() as admin:
            wanted = UserScramCredentialUpsertion(user, ScramMechanism.SCRAM_SHA_512, password)
            wrong = admin.alter_user_scram_credentials([wanted])
        assert not any(wrong.values()), wrong

    @contextmanager
    def as_root(self) -> Iterator[KafkaAdminClient]:
        admin = KafkaAdminClient(
            bootstrap_servers=self.bootstrap,
            security_protocol="SASL_SSL",
            ssl_cafile=str(self.ca),
            sasl_mechanism="SCRAM-SHA-512",
            sasl_plain_username=ROOT,
            sasl_plain_password=ROOT_PASSWORD,
        )
        try:
            yield admin
        finally:
            admin.close()


_SECURED = {
    "listener.security.protocol.map": "SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT",
    "inter.broker.listener.name": "SASL_SSL",
    "sasl.enabled.mechanisms": "SCRAM-SHA-512",
    "sasl.mechanism.inter.broker.protocol": "SCRAM-SHA-512",
    "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config": (
        f'{_LOGIN} required username="{ROOT}" password="{ROOT_PASSWORD}";'
    ),
    "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    # the controller's port has no passwords; it is on loopback, and this broker is for tests
    "super.users": f"User:{ROOT};User:ANONYMOUS",
    "allow.everyone.if.no.acl.found": "false",
}


def _files(keys: Path, ca: Path) -> dict[str, str]:
    return {
        "ssl.keystore.type": "PEM",
        "ssl.keystore.location": str(keys),
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": str(ca),
    }


def _acl(grant: Grant) -> ACL:
    pattern = ACLResourcePatternType.PREFIXED if grant.prefixed else ACLResourcePatternType.LITERAL
    return ACL(
        principal=f"User:{grant.user}",
        host="*",
        operation=ACLOperation[grant.operation],
        permission_type=ACLPermissionType.ALLOW,
        resource_pattern=ResourcePattern(ResourceType[grant.kind.upper()], grant.name, pattern),
    )
