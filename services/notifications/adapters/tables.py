"""Notifications' tables: what leaves, what holds it, and which columns hold personal data."""

from sqlalchemy import JSON, Column, Date, Index, Integer, LargeBinary, MetaData, String, Table, Text

from plumbing.accesses import access_entries
from plumbing.database import Instant
from plumbing.pipes import pipes

metadata = MetaData()
plumbing = pipes(metadata)
access_entry = access_entries(metadata)
"""Who saw or changed what of a child's papers and invitations here."""

parcel = Table(
    "parcel",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("person", String(36), nullable=False, index=True),
    Column("meeting", String(36), nullable=False, index=True),
    Column("children", JSON, nullable=False),
    Column("circulation", String(36), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("view", String(20), nullable=False),
    Column("copies", Integer, nullable=False),
    Column("by_when", String(10), nullable=False),
    Column("document", String(64), nullable=False),
    Column("invitation", String(36), nullable=False, index=True),
    Column("object", String(60), nullable=False),
    Column("method", String(20), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("channel", String(20), nullable=False, default=""),
    Column("reason", String(80), nullable=False, default=""),
    Column("blocked", JSON, nullable=False, default=list),
    Column("on", Date),
    Column("address", String(254), nullable=False, default=""),
    Column("message_id", String(200), nullable=False, default=""),
    Column("content", LargeBinary),
    Column("attempts", Integer, nullable=False, default=0),
    Column("uncertain", Integer, nullable=False, default=0),
    Column("try_at", Instant, nullable=False),
    Column("prepared_at", Instant),
    Column("ordered_at", Instant),
    Column("traceparent", String(55)),
    Column("number", Integer, nullable=False),
    Index("parcel_by_state", "state", "try_at"),
)
complete = Table(
    "complete",
    metadata,
    Column("circulation", String(36), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("on", Date),
)
hold = Table(
    "hold",
    metadata,
    Column("person", String(36), primary_key=True),
    Column("hold", String(36), primary_key=True),
    Column("by", Text, nullable=False),
)
restore = Table(
    "restore",
    metadata,
    Column("began_at", Instant, primary_key=True),
    Column("reconciled_at", Instant),
    Column("finished_at", Instant),
    Column("by", String(100), nullable=False),
)
"""While a row is not finished nothing leaves: what left since the backup must be found first."""
sent_before = Table(
    "sent_before",
    metadata,
    Column("message_id", String(200), primary_key=True),
    Column("left_at", Instant),
    Column("found_at", Instant, nullable=False),
)
"""Mails that the mail server took before the restore, and that are not on record here."""

PERSONAL = {
    "parcel.content": "the mail as it left: erased with the child's record",
    "parcel.address": "where it went: erased with the child's record",
}
"""Columns that may hold personal data, each with its retention."""
