"""Gathers who saw or changed what of a child, in whichever service it happened."""

from datetime import date, datetime

from cin.v1.access_pb2 import AccessNoted
from sqlalchemy.orm import Session

from services.records.adapters.gathered import keep_accesses


def gather_access(session: Session, said: AccessNoted, service: str, at: datetime, now: datetime) -> None:
    """`at`: when, by the civil clock of the service that says it; `now`: the machine clock's instant."""
    known = {
        "at": at,
        "on": date.fromisoformat(said.on),
        "service": service,
        "who": said.who,
        "action": said.action,
        "how": said.how,
        "kind": said.kind,
        "thing": said.thing,
        "grant": said.grant,
        "gathered": now,
    }
    keep_accesses(session, [known | {"id": each.entry, "subject": each.subject} for each in said.entries])
