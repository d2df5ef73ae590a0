"""What a service is told while it is killed, as its neighbours would say it; remembered for the account."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

from cin.v1.circulation_pb2 import CirculationDue
from cin.v1.copy_pb2 import CopyFiled
from cin.v1.duty_pb2 import Duty, DutyMoved, DutyOpened
from cin.v1.registry import TOPICS
from google.protobuf.message import Message

from plumbing.bus import Bus, Record
from plumbing.contracts import Contracts
from plumbing.envelope import write_headers

CONTRACTS = Contracts(TOPICS)
COPIES = 4
"""People in one circulation."""
_CHILD = "0b6f3c1e-0000-4000-8000-000000000001"


@dataclass
class Speaker:
    """Says messages on the bus; `said` holds (key, event id) in the order in which they went."""

    bus: Bus
    patience: float = 0.0
    """Seconds during which what the bus does not take is said again."""
    said: list[tuple[str, str]] = field(default_factory=list)

    def say(self, messages: Iterable[Message]) -> None:
        records: list[Record] = []
        for message in messages:
            address = CONTRACTS.address(message)
            event_id = str(uuid4())
            kind = message.DESCRIPTOR.full_name
            headers = write_headers(event_id, kind, "neighbour", datetime.now(UTC), address.key, "")
            records.append(Record(address.topic, address.key, message.SerializeToString(), headers))
            self.said.append((f"{address.topic} {address.key}", event_id))
        try:
            self.bus.publish(records)
        except Exception:  # how far it went is not known: each again, in order, until the bus has it
            for record in records:
                self._insist(record)

    def _insist(self, record: Record) -> None:
        deadline = time.monotonic() + self.patience
        while True:
            try:
                self.bus.publish([record])
            except Exception:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
            else:
                return


def duties(count: int) -> Sequence[Message]:
    """Each is opened with a day far off, and then moved to one that is past: its alarm is to call once."""
    found: list[Message] = []
    for _ in range(count):
        far = Duty(duty=str(uuid4()), version=1, child=_CHILD, name="review", clause="Newcastle 1.8")
        far.due, far.soon = "2099-01-30", "2099-01-23"
        near = Duty()
        near.CopyFrom(far)
        near.version, near.due, near.soon = 2, "2026-01-30", "2026-01-23"
        found += [
            DutyOpened(duty=far, on="2026-01-05"),
            DutyMoved(duty=near, was_due=far.due, on="2026-01-06"),
        ]
    return found


def circulations(count: int) -> Sequence[CirculationDue]:
    """`count` in all, four people to a circulation."""
    return [
        CirculationDue(
            circulation=circulation,
            version=1,
            meeting=str(uuid4()),
            person=str(uuid4()),
            view="whole",
            children=[_CHILD],
            by_when="2026-12-18",
            clause="Newcastle 1.6",
            copies=COPIES,
            on="2026-12-10",
        )
        for circulation in (str(uuid4()) for _ in range(count // COPIES))
        for _ in range(COPIES)
    ]


def filed(count: int, document: str) -> Sequence[CopyFiled]:
    """The same, one step further on: the copies of one document are filed."""
    return [
        CopyFiled(
            circulation=due.circulation,
            version=1,
            meeting=due.meeting,
            person=due.person,
            view=due.view,
            children=due.children,
            document=document,
            by_when=due.by_when,
            clause=due.clause,
            copies=due.copies,
            on=due.on,
        )
        for due in circulations(count)
    ]
