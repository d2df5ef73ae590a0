"""The acts for which somebody signed in proves once more who they are, unless they did a short while ago."""

from collections.abc import Mapping
from datetime import datetime

FRESH_PROOF: Mapping[str, str] = {
    "approve_override": "it moves a child's dates",
    "change_contact": "papers go where it says",
    "lift_hold": "what was held goes out",
    "allocate_child": "it opens a child's record to somebody",
    "restrict_child": "it says who alone sees a child",
    "record_conflict": "it closes a child's record to somebody, or opens it again",
    "export_accesses": "it takes a list of the product out of it",
    "end_sessions": "it ends other people's work",
}
"""The one table of them: the act, and why. Nothing else decides about it."""


def needs_proof(action: str, proved_at: datetime | None, now: datetime, minutes: int) -> bool:
    """`proved_at`: when the person last proved who they are, by the machine clock; None: not known."""
    if action not in FRESH_PROOF:
        return False
    return proved_at is None or (now - proved_at).total_seconds() > minutes * 60
