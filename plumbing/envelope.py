"""What travels around a message: CloudEvents in binary mode, so that any tool of that kind can read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from plumbing import bus

LONGEST_ID = 200
"""As wide as the inbox keeps."""


class Unacceptable(Exception):
    """This message can never be handled, however often it is tried: it is parked."""


@dataclass(frozen=True)
class Envelope:
    """`time` is aware and civil; `type` the message's full name; `source` the service that said it."""

    event_id: str
    type: str
    source: str
    time: datetime
    topic: str
    key: str
    traceparent: str


def write_headers(
    event_id: str, full_name: str, source: str, time: datetime, key: str, traceparent: str
) -> dict[str, str]:
    return {
        "ce_specversion": "1.0",
        "ce_id": event_id,
        "ce_source": source,
        "ce_type": full_name,
        "ce_subject": key,
        "ce_time": time.isoformat(),
        "content-type": "application/protobuf",
        "traceparent": traceparent,
    }


def read_envelope(message: bus.Message) -> Envelope:
    """Raises Unacceptable, naming the header that is missing or wrong."""
    headers = message.headers
    _require(headers)
    try:
        time = datetime.fromisoformat(headers["ce_time"])
    except ValueError:
        raise Unacceptable("ce_time is no instant") from None
    if time.tzinfo is None:
        raise Unacceptable("ce_time has no time zone")
    return Envelope(
        headers["ce_id"],
        headers["ce_type"],
        headers["ce_source"],
        time,
        message.topic,
        message.key,
        headers.get("traceparent", ""),
    )


def event_id_of(message: bus.Message) -> str:
    """Its own id, or where it lies on the bus when it brings none that could be kept."""
    own = message.headers.get("ce_id", "")
    fits = 0 < len(own) <= LONGEST_ID and "\0" not in own
    return own if fits else f"{message.topic}/{message.partition}/{message.offset}"


def _require(headers: Mapping[str, str]) -> None:
    for name in ("ce_id", "ce_type", "ce_source", "ce_time"):
        if not headers.get(name):
            raise Unacceptable(f"header {name} is missing")
    if len(headers["ce_id"]) > LONGEST_ID:
        raise Unacceptable(f"ce_id is longer than {LONGEST_ID}")
    if "\0" in headers["ce_id"]:
        raise Unacceptable("ce_id holds a character that no database keeps")
    if headers.get("ce_specversion") != "1.0":
        raise Unacceptable("ce_specversion is not 1.0")
