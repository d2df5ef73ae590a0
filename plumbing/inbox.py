"""What was heard already: a row in the transaction of its effect, so that a message has its effect once."""

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from plumbing.clocks import MachineClock
from plumbing.database import put_once
from plumbing.pipes import Pipes

KEPT = timedelta(days=90)
"""Must outlast the time a record stays on the bus, or a group that is reset would do everything again."""


def first_time(session: Session, pipes: Pipes, consumer: str, event_id: str) -> bool:
    """Marks the event as heard; False where it was, and then nothing is to be done.

    Where another member has the same mark in a transaction of its own, we wait for its end.
    """
    mark = {"consumer": consumer, "event_id": event_id, "received_at": MachineClock().now()}
    return put_once(session, pipes.inbox, mark) == 1


def forget_heard(session: Session, pipes: Pipes) -> None:
    """Housekeeping: marks older than KEPT."""
    past = MachineClock().now() - KEPT
    session.execute(delete(pipes.inbox).where(pipes.inbox.c.received_at < past))
