"""Words that the consumer's tests share."""

import pytest
from cin.v1.child_pb2 import ChildRegistered

from plumbing.bus import Record
from plumbing.envelope import write_headers
from plumbing.parked import list_parked
from tests.plumbing.conftest import CLOCK, Service

TOPIC = "cin.child.v1"
EITHER_WAY = pytest.mark.parametrize("hearer", [1, 50], ids=["one by one", "together"], indirect=True)
"""With a transaction for each message, and with one for all that came together."""


def publish(service: Service, message: ChildRegistered, event_id: str, **headers: str) -> None:
    """Straight onto the bus, as a relay would after being killed before it could mark the row."""
    envelope = write_headers(event_id, "cin.v1.ChildRegistered", "planning", CLOCK.now(), message.child, "")
    service.bus.publish([Record(TOPIC, message.child, message.SerializeToString(), {**envelope, **headers})])


def parked(service: Service) -> list[str]:
    with service.database.read() as session:
        return [item.error for item in list_parked(session, service.pipes)]
