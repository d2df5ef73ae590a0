"""Who saw or changed what about whom: entries that are only ever added, in the transaction of the act.

No values and no names: ids, what was done, and when. Each is said on the bus as well, through the outbox.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any
from uuid import uuid4

from google.protobuf.message import Message
from sqlalchemy import Column, Date, Index, MetaData, String, Table, insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from plumbing.database import UNAVAILABLE, Instant
from plumbing.outbox import Outbox
from plumbing.trace import trace_id

READ, WRITE = "read", "write"


class NotNoted(Exception):
    """The entry could not be kept: nothing may be shown, and nothing was changed."""


@dataclass(frozen=True)
class Access:
    """`who`: a person's id or a service's name. `grant`: the leave that it was done under, if any."""

    who: str
    action: str
    how: str
    kind: str = ""
    thing: str = ""
    grant: str = ""


def access_entries(metadata: MetaData) -> Table:
    """One row for each subject that an access is about; `request` is the trace that the logs know it by."""
    table = Table(
        "access_entry",
        metadata,
        Column("id", String(36), primary_key=True),
        Column("at", Instant, nullable=False),
        Column("on", Date, nullable=False),
        Column("who", String(100), nullable=False),
        Column("action", String(60), nullable=False),
        Column("how", String(5), nullable=False),
        Column("kind", String(40), nullable=False),
        Column("thing", String(64), nullable=False),
        Column("subject", String(36), nullable=False),
        Column("grant", String(36), nullable=False),
        Column("request", String(32), nullable=False),
    )
    Index("access_entry_of_subject", table.c.subject, table.c.at)
    Index("access_entry_of_who", table.c.who, table.c.at)
    return table


@dataclass(frozen=True)
class Accesses:
    """Keeps and says one service's entries. `said` is the message: its fields are named like the columns."""

    table: Table
    outbox: Outbox
    said: Callable[..., Message]

    def note(self, session: Session, access: Access, subjects: Iterable[str] = ()) -> None:
        """In the caller's transaction; raises NotNoted. Without subjects it is one entry about nobody."""
        rows = [self._row(access, subject) for subject in dict.fromkeys(subjects) or ("",)]
        session.flush()  # what was done comes first, and fails as what it is
        try:
            session.execute(insert(self.table), rows)
        except UNAVAILABLE:
            raise
        except SQLAlchemyError as error:
            raise NotNoted("it could not be written down who did this") from error
        self.outbox.put(session, self._message(access, rows), urgent=False)

    def _row(self, access: Access, subject: str) -> dict[str, Any]:
        return {
            "id": str(uuid4()),
            "at": self.outbox.clock.now(),
            "on": self.outbox.clock.today(),
            "subject": subject,
            "request": trace_id(),
        } | asdict(access)

    def _message(self, access: Access, rows: list[dict[str, Any]]) -> Message:
        entries = [{"entry": row["id"], "subject": row["subject"]} for row in rows]
        return self.said(**asdict(access), entries=entries, on=rows[0]["on"].isoformat())
