"""Which service may do what on the bus: derived from the published language, and nothing beside it."""

from collections.abc import Mapping
from typing import NamedTuple

from cin.v1.registry import TOPICS


class Right(NamedTuple):
    """One line for a broker: `kind` is topic, group or cluster, `operation` is in Kafka's own words.

    `prefixed`: it holds for every name that begins so. A user is named like the service.
    """

    user: str
    kind: str
    name: str
    operation: str
    prefixed: bool = False


SERVICES = ("planning", "scheduler", "records", "notifications")
OPERATOR = "operator"
"""Makes topics, looks at groups and sets them back: whoever calls `cin bus`."""


def said_by(service: str) -> tuple[str, ...]:
    return tuple(topic.name for topic in TOPICS if service in topic.said_by)


def heard_by(service: str) -> tuple[str, ...]:
    return tuple(topic.name for topic in TOPICS if service in topic.heard_by)


def rights_of(service: str) -> tuple[Right, ...]:
    """WRITE where it speaks, READ where it listens, and its own group; each brings DESCRIBE with it."""
    return (
        *(Right(service, "topic", name, "WRITE") for name in said_by(service)),
        *(Right(service, "topic", name, "READ") for name in heard_by(service)),
        Right(service, "group", service, "READ"),
    )


def rights_of_the_operator() -> tuple[Right, ...]:
    """DESCRIBE_CONFIGS: the doctor looks at what each topic takes at most."""
    operations = ("CREATE", "READ", "DESCRIBE_CONFIGS")
    topics = tuple(Right(OPERATOR, "topic", "cin.", operation, True) for operation in operations)
    return (*topics, *(Right(OPERATOR, "group", service, "READ") for service in SERVICES))


RIGHTS: Mapping[str, tuple[Right, ...]] = {
    **{service: rights_of(service) for service in SERVICES},
    OPERATOR: rights_of_the_operator(),
}
