"""What the Kafka engine's parts tell one another: a topic as seen, a member, a record, how long to wait."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from plumbing.bus import LIMIT, Message, TopicPartition, TopicSpec
from plumbing.bus.access import Brokers

LARGEST = LIMIT + 1_024
"""Bytes that a topic has to take at once: a record of LIMIT and what Kafka wraps around it."""
LIMIT_OF_A_TOPIC = "max.message.bytes"
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class TopicSeen:
    """`may`: what this user may do with it, in the broker's words."""

    partitions: int
    may: frozenset[str]


@dataclass(frozen=True)
class Member:
    """One of a group: its id there, from where it reads, what topics it wants, what partitions it has."""

    id: str
    host: str
    topics: frozenset[str]
    lanes: frozenset[TopicPartition]


@dataclass(frozen=True)
class Timing:
    """Seconds. A killed member's partitions move on after `session`, a silent one's after `silence`.

    `empty`: how long a member may be without a partition before it looks why; `still`: between two looks
    at partitions with something to hear from which nothing comes.
    """

    session: float = 10.0
    silence: float = 300.0
    metadata: float = 10.0
    empty: float = 10.0
    still: float = 15.0


def lanes_of(seen: Mapping[str, TopicSeen]) -> list[TopicPartition]:
    """Every partition of these topics."""
    return [TopicPartition(name, part) for name, one in seen.items() for part in range(one.partitions)]


def settings_of(spec: TopicSpec) -> dict[str, object]:
    """With what a topic is made; its limit is its own, whatever the broker's is."""
    kept = str(int(spec.kept.total_seconds() * 1000))
    configs = {"retention.ms": kept, LIMIT_OF_A_TOPIC: str(LARGEST)}
    return {"num_partitions": spec.partitions, "configs": configs}


def too_small(limits: Mapping[str, int]) -> list[str]:
    """A line for each topic that does not take all that is said."""
    what = f"set its {LIMIT_OF_A_TOPIC} to {LARGEST} or more"
    return [
        f"topic {name} takes {most} bytes at most: {what}" for name, most in limits.items() if most < LARGEST
    ]


def options(brokers: Brokers) -> dict[str, Any]:
    """What every client is given; nothing waits without an end."""
    access = brokers.access
    options: dict[str, Any] = {
        "bootstrap_servers": list(brokers.addresses),
        "bootstrap_timeout_ms": 5_000,
        "request_timeout_ms": 10_000,
        "reconnect_backoff_max_ms": 1_000,
        "metadata_max_age_ms": 30_000,
        "security_protocol": ("SASL_" if access.user else "") + ("SSL" if brokers.tls else "PLAINTEXT"),
    }
    if access.ca:
        options["ssl_cafile"] = access.ca
    if access.user:
        options |= {"sasl_mechanism": "SCRAM-SHA-512"}
        options |= {"sasl_plain_username": access.user, "sasl_plain_password": access.password}
    return options


def options_of_writer(brokers: Brokers) -> dict[str, Any]:
    """What a client that publishes is given besides.

    With idempotence one batch of a partition is under way at a time, and after one that the broker refuses
    for good no other goes: without it a key's third record would be on the bus before its second was taken.
    """
    return options(brokers) | {
        "enable_idempotence": True,
        "linger_ms": 0,
        "max_block_ms": 4_000,
        "delivery_timeout_ms": 600_000,  # the writer's is shorter, and drops everything at once: see abandon
        "allow_auto_create_topics": False,
        "metrics_enabled": False,
    }


def options_of_reader(brokers: Brokers, group: str, timing: Timing, divided_by: type) -> dict[str, Any]:
    """What a client in a group is given besides."""
    return options(brokers) | {
        "group_id": group,
        "group_instance_id": brokers.access.member or None,
        "auto_offset_reset": "earliest",
        "enable_auto_commit": False,
        "max_partition_fetch_bytes": 128 * 1024,  # one fetch is read out before the next partition's
        "max_poll_interval_ms": int(timing.silence * 1000),
        "session_timeout_ms": int(timing.session * 1000),
        "heartbeat_interval_ms": int(timing.session * 1000 / 6),
        "partition_assignment_strategy": (divided_by,),
        "allow_auto_create_topics": False,
        "metrics_enabled": False,
    }


def refusal(error: Exception) -> str:
    """Why the broker does not let us, and what to do where a right is missing."""
    kind = type(error).__name__
    if "Authorization" in kind:
        return f"this user lacks the right ({kind}): script/cin bus rights"
    return f"the broker refuses ({kind})"


def seen_of(found: Mapping[str, Any]) -> TopicSeen:
    """From what the broker says of a topic."""
    may = frozenset(str(right) for right in found["authorized_operations"] or ())
    return TopicSeen(len(found["partitions"]), may)


def limits_of(found: Mapping[str, Any]) -> dict[str, int]:
    """From what the broker says of settings; of one that may not be seen it says nothing."""
    given = {name: one.get(LIMIT_OF_A_TOPIC) for name, one in found.items()}
    return {name: int(one["value"]) for name, one in given.items() if one}


def member_of(found: Mapping[str, Any]) -> Member:
    """From what the broker says of it."""
    assignment = found["member_assignment"] or {}
    wanted = found["member_metadata"] or {}
    lanes = frozenset(
        TopicPartition(one["topic"], number)
        for one in assignment.get("assigned_partitions", ())
        for number in one["partitions"]
    )
    return Member(
        str(found["member_id"]), str(found["client_host"]), frozenset(wanted.get("topics", ())), lanes
    )


def message_of(record: Any) -> Message:
    """Anybody may write on a topic: what is no text is heard all the same, and parked by whoever reads it."""
    headers = {name: (value or b"").decode(errors="replace") for name, value in record.headers}
    key = (record.key or b"").decode(errors="replace")
    at = _instant(record.timestamp)
    return Message(record.topic, record.partition, record.offset, key, record.value or b"", headers, at)


def _instant(milliseconds: int) -> datetime:
    """What a producer gave for the time may be any number at all."""
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return _LAST if milliseconds > 0 else _FIRST
