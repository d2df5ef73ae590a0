"""What records keeps: documents as filed, who is to get which, and each child's chronology."""

from sqlalchemy import JSON, Column, Date, Index, Integer, LargeBinary, MetaData, String, Table, Text

from plumbing.database import Instant
from plumbing.pipes import pipes

metadata = MetaData()
PIPES = pipes(metadata)

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
)
Index("chronology_in_order", chronology.c.child, chronology.c.on, chronology.c.said)

PERSONAL = {
    "document.pdf": "with the child's file; erased when the last child's file in it is",
    "document.text": "as document.pdf",
    "document.title": "as document.pdf",
    "copy.person": "an id; with the child's file",
    "chronology.words": "ids, dates and states, no names; with the child's file",
}
"""Columns that hold personal data, each with how long it is kept."""
