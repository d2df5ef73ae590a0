"""What records keeps: documents as filed, who is to get which, each child's chronology, and who looked."""

from sqlalchemy import JSON, Column, Date, Index, Integer, LargeBinary, MetaData, String, Table, Text

from plumbing.accesses import access_entries
from plumbing.database import Instant
from plumbing.pipes import pipes

metadata = MetaData()
PIPES = pipes(metadata)
access_entry = access_entries(metadata)
"""Who saw or changed what of a child here, in records."""

document = Table(
    "document",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("pdf", LargeBinary, nullable=False),
    Column("text", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("made_on", Date, nullable=False),
)

# The queue of what is to be rendered, and afterwards the register of who was to get what.
copy = Table(
    "copy",
    metadata,
    Column("circulation", String(36), primary_key=True),
    Column("person", String(36), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("meeting", String(36), nullable=False),
    Column("view", String(20), nullable=False),
    Column("children", JSON, nullable=False),
    Column("by_when", String(10), nullable=False),
    Column("clause", String(100), nullable=False),
    Column("copies", Integer, nullable=False),
    Column("state", String(10), nullable=False),  # waiting, filed, failed or passed
    Column("document", String(64)),
    Column("content", String(64)),
    Column("reason", String(100)),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_at", Instant, nullable=False),
    Column("traceparent", String(55)),
)
_waiting = copy.c.state == "waiting"
Index("copy_waiting", copy.c.next_at, sqlite_where=_waiting, postgresql_where=_waiting)
Index("copy_same_view", copy.c.circulation, copy.c.version, copy.c.view)

chronology = Table(
    "chronology",
    metadata,
    Column("child", String(36), primary_key=True),
    Column("event_id", String(200), primary_key=True),
    Column("on", Date, nullable=False),
    Column("version", Integer, nullable=False),
    Column("said", Instant, nullable=False),
    Column("kind", String(60), nullable=False),
    Column("words", Text, nullable=False),
    Column("clause", String(100), nullable=False),
    Column("recorded", Instant, nullable=False),
    Column("meeting", String(36), nullable=False, server_default=""),
)
Index("chronology_in_order", chronology.c.child, chronology.c.on, chronology.c.said)

gathered_access = Table(
    "gathered_access",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("on", Date, nullable=False),
    Column("service", String(40), nullable=False),
    Column("who", String(100), nullable=False),
    Column("action", String(60), nullable=False),
    Column("how", String(5), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("thing", String(64), nullable=False),
    Column("subject", String(36), nullable=False),
    Column("grant", String(36), nullable=False),
    Column("gathered", Instant, nullable=False),
)
"""The entries of every service, this one's own too, each once, as each service said it."""
Index("gathered_access_newest", gathered_access.c.subject, gathered_access.c.at, gathered_access.c.id)

PERSONAL = {
    "document.pdf": "with the child's file; erased when the last child's file in it is",
    "document.text": "as document.pdf",
    "document.title": "as document.pdf",
    "copy.person": "an id; with the child's file",
    "chronology.words": "ids, dates and states, no names; with the child's file",
}
"""Columns that hold personal data, each with how long it is kept."""
