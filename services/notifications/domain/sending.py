"""The life of one thing that leaves the building, and how long to wait before it is tried again."""

from datetime import datetime, timedelta

ORDERED, QUEUED, SENDING, SENT = "ordered", "queued", "sending", "sent"
UNCERTAIN, FAILED, BLOCKED, BOUNCED = "uncertain", "failed", "blocked", "bounced"
BY_HAND, HANDED_OVER, SUPERSEDED, HELD = "by hand", "handed over", "superseded", "held"

CLOSED = (SENT, HANDED_OVER)
"""What counts towards "complete"; unconfirmed, uncertain and bounced are open."""
TO_SEND = (QUEUED, SENDING, UNCERTAIN)
LEASE = timedelta(minutes=4)
"""How long a claim of one message holds, by the machine clock; after it, its outcome is uncertain.

Longer than the slowest mail server takes over all its answers, or a second worker would send it again.
"""
UNCERTAIN_TRIES = 3
FRESH = timedelta(minutes=15)
"""How long we rely on what planning said of a recipient: a mail server that is down for a night must not let
copies go in the morning to an address that was closed in the evening."""
LONGEST = timedelta(hours=1)


def back_off(attempts: int) -> timedelta:
    """5, 10, 20 … seconds, never more than an hour."""
    return min(timedelta(seconds=5 * 2 ** min(attempts, 12)), LONGEST)


def is_stale(state: str, uncertain: int, prepared_at: datetime | None, now: datetime) -> bool:
    """Whether a mail that certainly has not left must be prepared anew: entitlement, address and check."""
    return state == QUEUED and not uncertain and prepared_at is not None and now - prepared_at > FRESH


def tried_enough(uncertain: int) -> bool:
    """An uncertain mail is sent again by itself three times, then a person must look."""
    return uncertain > UNCERTAIN_TRIES
