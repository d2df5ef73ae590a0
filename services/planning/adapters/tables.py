"""Planning's tables; which of their columns hold personal data stands in `personal.py`."""

from sqlalchemy import JSON, Boolean, Column, Date, DateTime, ForeignKey, Integer, String, Table, Text

from services.planning.adapters.tables_of_a_child import (
    allocation,
    assessment,
    child,
    duty,
    override,
    recorded_circumstance,
    recorded_event,
    transfer,
    visit,
)
from services.planning.adapters.tables_of_sight import conflict, opening, opening_look, restriction
from services.planning.adapters.tables_together import (
    access_entry,
    identity,
    logout_heard,
    metadata,
    owned_by,
    part_of,
    plumbing,
    sessions,
)

__all__ = [
    "access_entry",
    "allocation",
    "assessment",
    "child",
    "conflict",
    "duty",
    "logout_heard",
    "metadata",
    "opening",
    "opening_look",
    "override",
    "plumbing",
    "recorded_circumstance",
    "recorded_event",
    "restriction",
    "sessions",
    "transfer",
    "visit",
]

staff = Table(
    "staff",
    metadata,
    identity(),
    Column("name", String(120)),
    Column("role", String(40)),
    Column("phone", String(40)),
    Column("team", String(80)),
)
staff_identity = Table(
    "staff_identity",
    metadata,
    Column("issuer", String(255), primary_key=True),
    Column("subject", String(255), primary_key=True),
    Column("staff", String(36), ForeignKey("staff.id"), nullable=False, index=True),
)
person = Table(
    "person",
    metadata,
    identity(),
    Column("name", String(120)),
    Column("kind", String(20)),
    Column("agency", String(120)),
    Column("job", String(120)),
    Column("language", String(60)),
    Column("safe_note", Text),
    Column("contact_version", Integer),
    Column("version", Integer),
    Column("registered_on", Date),
)
contact = Table(
    "contact",
    metadata,
    part_of("person", "person.id"),
    Column("version", Integer, primary_key=True),
    Column("mail", String(254)),
    Column("phone", String(40)),
    Column("address", Text),
    Column("since", Date),
    Column("mail_safe", Boolean),
    Column("post_safe", Boolean),
    Column("changed_by", String(36)),
)
link = Table(
    "link",
    metadata,
    part_of("child", "child.id"),
    part_of("person", "person.id"),
    Column("relationship", String(80)),
    Column("parental_responsibility", Boolean),
)
protected_value = Table(
    "protected_value",
    metadata,
    identity(),
    Column("kind", String(20)),
    Column("value", Text),
    Column("owner", String(36), index=True),
    Column("known_to", JSON),
    Column("source", String(20)),
)
meeting = Table(
    "meeting",
    metadata,
    identity(),
    Column("kind", String(40)),
    Column("starts", DateTime),
    Column("ends", DateTime),
    Column("place", String(200)),
    Column("chair", String(36)),
    Column("chair_role", String(40)),
    Column("state", String(40)),
    Column("review_on", Date),
    Column("early", Boolean),
    Column("specific", Boolean),
    Column("chair_decided_by", String(36)),
    Column("chair_reason", Text),
    Column("version", Integer),
)
meeting_answer = Table(
    "meeting_answer",
    metadata,
    part_of("meeting", "meeting.id"),
    part_of("child", "child.id"),
    Column("number", Integer, primary_key=True),
    Column("question", Text),
    Column("answer", Text),
)
sign_off = Table(
    "sign_off",
    metadata,
    identity(),
    owned_by("meeting"),
    Column("state", String(20)),
    Column("on", Date),
    Column("author", String(36)),
    Column("role", String(40)),
    Column("remark", Text),
    Column("number", Integer),
    Column("recorded_on", Date),
)
subject = Table("subject", metadata, part_of("meeting", "meeting.id"), part_of("child", "child.id"))
attendance = Table(
    "attendance",
    metadata,
    part_of("meeting", "meeting.id"),
    part_of("person", "person.id"),
    Column("invited", Boolean),
    Column("attended", Boolean),
    Column("party", Boolean),
    Column("service_role", String(40)),
    Column("place_shown", Boolean),
    Column("answer", String(40)),
)
left_out = Table("left_out", metadata, part_of("meeting", "meeting.id"), part_of("person", "person.id"))
"""Who was invited and is no more: their cancellation still needs their mailbox."""
minutes_part = Table(
    "minutes_part",
    metadata,
    part_of("meeting", "meeting.id"),
    Column("version", Integer, primary_key=True),
    Column("child", String(36), primary_key=True),
    Column("text", Text),
)
plan = Table(
    "plan",
    metadata,
    identity(),
    owned_by("child"),
    Column("objective", Text),
    Column("state", String(20)),
    Column("drafted_on", Date),
    Column("agreed_on", Date),
    Column("interim", Boolean),
    Column("interim_reason", Text),
    Column("ended_on", Date),
    Column("ending", String(40)),
    Column("child_views", Text),
    Column("parent_views", Text),
    Column("success", Text),
    Column("version", Integer),
)
action = Table(
    "action",
    metadata,
    part_of("plan", "plan.id"),
    Column("number", Integer, primary_key=True),
    Column("outcome", Text),
    Column("who", String(120)),
    Column("what", Text),
    Column("why", Text),
    Column("by_when", Date),
)
circulation = Table(
    "circulation",
    metadata,
    identity(),
    owned_by("meeting"),
    Column("by_when", Date),
    Column("clause", String(80)),
    Column("decided_by", String(36)),
    Column("decided_on", Date),
    Column("version", Integer),
    Column("completed_on", Date),
)
share = Table(
    "share",
    metadata,
    part_of("circulation", "circulation.id"),
    part_of("person", "person.id"),
    Column("view", String(20)),
    Column("children", JSON),
    Column("reason", Text),
    Column("state", String(40)),
    Column("channel", String(20)),
    Column("changed_on", Date),
)
hold = Table(
    "hold",
    metadata,
    identity(),
    Column("persons", JSON),
    Column("child", String(36)),
    Column("reason", Text),
    Column("placed_by", String(36)),
    Column("placed_on", Date),
    Column("confirmed", JSON),
    Column("lifted_by", String(36)),
    Column("lifted_on", Date),
)
reckoned_by = Table(
    "reckoned_by",
    metadata,
    identity(),
    Column("procedure", String(64)),
    Column("after", String(36)),
    Column("done_on", Date),
)
