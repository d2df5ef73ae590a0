"""What records does with each message: a line in the chronology, for one an order, and who looked."""

from collections.abc import Mapping
from typing import Any

from cin.v1.access_pb2 import AccessNoted
from cin.v1.circulation_pb2 import CirculationDue
from google.protobuf.message import Message
from sqlalchemy.orm import Session

from plumbing.clocks import MachineClock
from plumbing.consumer import Envelope, Handler
from plumbing.hints import hint_after_commit
from services.records.commands.entries import ENTRIES
from services.records.commands.gather_access import gather_access
from services.records.commands.order_copy import order_copy
from services.records.commands.write_chronology import write_chronology

SWEEP = "records:worker/render"


def handlers(machine: MachineClock) -> Mapping[type[Message], Handler]:
    def note(session: Session, message: Any, envelope: Envelope) -> None:
        write_chronology(session, message, envelope.event_id, envelope.time, machine.now())

    def order(session: Session, message: Any, envelope: Envelope) -> None:
        if order_copy(session, message, machine.now()):
            note(session, message, envelope)
            hint_after_commit(session, SWEEP)

    def gather(session: Session, message: Any, envelope: Envelope) -> None:
        gather_access(session, message, envelope.source, envelope.time, machine.now())

    return {**dict.fromkeys(ENTRIES, note), CirculationDue: order, AccessNoted: gather}
