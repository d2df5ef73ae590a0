"""What was heard already: a row in the transaction of its effect, so that a message has its effect once."""

from datetime import timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from plumbing.clocks import MachineClock
from plumbing.pipes import Pipes

KEPT = timedelta(days=90)
"""Must outlast the time a record stays on the bus, or a group that is reset would do everything again."""


def first_time(session: Session, pipes: Pipes, consumer: str, event_id: str) -> bool:
    """Marks the event as heard; False where it was, and then nothing is to be done.

    IntegrityError where another member commits the same mark while we wait: the next try answers False.
    """
    table = pipes.inbox
    heard = (table.c.consumer == consumer) & (table.c.event_id == event_id)
    if session.execute(select(table.c.event_id).where(heard)).first():
        return False
    now = MachineClock().now()
    session.execute(insert(table).values(consumer=consumer, event_id=event_id, received_at=now))
    return True


def forget_heard(session: Session, pipes: Pipes) -> None:
    """Housekeeping: marks older than KEPT."""
    past = MachineClock().now() - KEPT
    session.execute(delete(pipes.inbox).where(pipes.inbox.c.received_at < past))
