"""Everything that is said about a child becomes a line of the child's chronology, once."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.records.adapters.register import write_line
from services.records.commands.entries import ENTRIES, children_of


def write_chronology(session: Session, message: Any, event_id: str, said: datetime, now: datetime) -> None:
    """`said`: when, by the civil clock. What is no date raises ValueError: the message is parked."""
    line = ENTRIES[type(message)](message)
    for child in children_of(message):
        write_line(session, child, event_id, said, line, now)
