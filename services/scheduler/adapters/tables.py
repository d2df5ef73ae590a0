"""The scheduler's tables: ids, dates and states. No name and no address is ever written here."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

from plumbing.accesses import access_entries
from plumbing.database import Instant
from plumbing.pipes import pipes

metadata = MetaData()
plumbing = pipes(metadata)
access_entry = access_entries(metadata)
"""Who saw what of a child's invitations here."""

alarm = Table(
    "alarm",
    metadata,
    Column("duty", String(36), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("child", String(36), nullable=False),
    Column("name", String(120), nullable=False),
    Column("clause", String(120), nullable=False),
    Column("due", Date),
    Column("soon", Date),
    Column("state", String(20), nullable=False),
    Column("set_on", Date, nullable=False),
    Column("next_on", Date, index=True),
)
meeting = Table(
    "meeting",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("starts", DateTime, nullable=False),
    Column("ends", DateTime, nullable=False),
    Column("children", JSON, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("over", Boolean, nullable=False),
)
invitation = Table(
    "invitation",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("meeting", String(36), ForeignKey("meeting.id"), nullable=False),
    Column("person", String(36), nullable=False, index=True),
    Column("uid", String(200), nullable=False, unique=True),
    Column("token", String(40), nullable=False, unique=True),
    Column("role", String(20), nullable=False),
    Column("place_shown", Boolean, nullable=False),
    Column("contact_version", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("standing", Boolean, nullable=False),
    Column("stamp", Instant),
    Column("first_message", String(200), nullable=False),
    UniqueConstraint("meeting", "person", name="one_invitation_each"),
)
issue = Table(
    "issue",
    metadata,
    Column("object", String(36), primary_key=True),
    Column("invitation", String(36), ForeignKey("invitation.id"), nullable=False),
    Column("method", String(10), nullable=False),
    Column("occasion", String(20), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("starts", DateTime, nullable=False),
    Column("ends", DateTime, nullable=False),
    Column("role", String(20), nullable=False),
    Column("place_shown", Boolean, nullable=False),
    Column("contact_version", Integer, nullable=False),
    Column("token", String(40), nullable=False),
    Column("stamp", Instant, nullable=False),
    Column("message_id", String(200), nullable=False),
    Column("in_reply_to", String(200), nullable=False),
    Column("state", String(20), nullable=False),
    Column("state_on", Date, nullable=False),
    Column("reason", String(100), nullable=False),
    Index("issue_of_invitation", "invitation", "stamp"),
)
contact = Table(
    "contact",
    metadata,
    Column("person", String(36), primary_key=True),
    Column("version", Integer, nullable=False),
)
"""The newest contact version heard of, so that a meeting heard later does not invite an old address."""
