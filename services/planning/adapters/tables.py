"""Planning's tables; which of their columns hold personal data stands in `personal.py`."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

from plumbing.pipes import pipes
from plumbing.web.sessions import session_table

metadata = MetaData()
plumbing = pipes(metadata)
sessions = session_table(metadata)


def _id(name: str = "id") -> Column[str]:
    return Column(name, String(36), primary_key=True)


def _part_of(name: str, target: str) -> Column[str]:
    return Column(name, String(36), ForeignKey(target), primary_key=True)


staff = Table(
    "staff",
    metadata,
    _id(),
    Column("name", String(120)),
    Column("role", String(40)),
    Column("phone", String(40)),
)
child = Table(
    "child",
    metadata,
    _id(),
    Column("name", String(120)),
    Column("council_reference", String(40), unique=True),
    Column("born_on", Date),
    Column("expected_on", Date),
    Column("registered_on", Date),
    Column("worker", String(36)),
    Column("version", Integer),
)
assessment = Table(
    "assessment",
    metadata,
    _id(),
    Column("child", String(36), ForeignKey("child.id"), index=True),
    Column("started_on", Date),
    Column("finished_on", Date),
    Column("authorised_on", Date),
    Column("authorised_by", String(36)),
)
recorded_event = Table(
    "recorded_event",
    metadata,
    _id(),
    Column("child", String(36), ForeignKey("child.id"), index=True),
    Column("kind", String(80)),
    Column("on", Date),
    Column("reason", Text),
    Column("author", String(36)),
    Column("recorded_on", Date),
)
recorded_circumstance = Table(
    "recorded_circumstance",
    metadata,
    _id(),
    Column("child", String(36), ForeignKey("child.id"), index=True),
    Column("kind", String(80)),
    Column("since", Date),
    Column("until", Date),
    Column("reason", Text),
    Column("author", String(36)),
    Column("recorded_on", Date),
)
person = Table(
    "person",
    metadata,
    _id(),
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
    _part_of("person", "person.id"),
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
    _part_of("child", "child.id"),
    _part_of("person", "person.id"),
    Column("relationship", String(80)),
    Column("parental_responsibility", Boolean),
)
protected_value = Table(
    "protected_value",
    metadata,
    _id(),
    Column("kind", String(20)),
    Column("value", Text),
    Column("owner", String(36), index=True),
    Column("known_to", JSON),
    Column("source", String(20)),
)
meeting = Table(
    "meeting",
    metadata,
    _id(),
    Column("kind", String(40)),
    Column("starts", DateTime),
    Column("ends", DateTime),
    Column("place", String(200)),
    Column("chair", String(36)),
    Column("chair_role", String(40)),
    Column("state", String(40)),
    Column("review_on", Date),
    Column("version", Integer),
)
subject = Table("subject", metadata, _part_of("meeting", "meeting.id"), _part_of("child", "child.id"))
attendance = Table(
    "attendance",
    metadata,
    _part_of("meeting", "meeting.id"),
    _part_of("person", "person.id"),
    Column("invited", Boolean),
    Column("attended", Boolean),
    Column("party", Boolean),
    Column("service_role", String(40)),
    Column("place_shown", Boolean),
    Column("answer", String(40)),
)
minutes_part = Table(
    "minutes_part",
    metadata,
    _part_of("meeting", "meeting.id"),
    Column("version", Integer, primary_key=True),
    Column("child", String(36), primary_key=True),
    Column("text", Text),
)
plan = Table(
    "plan",
    metadata,
    _id(),
    Column("child", String(36), ForeignKey("child.id"), index=True),
    Column("objective", Text),
    Column("state", String(20)),
    Column("agreed_on", Date),
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
    _part_of("plan", "plan.id"),
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
    _id(),
    Column("meeting", String(36), ForeignKey("meeting.id"), index=True),
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
    _part_of("circulation", "circulation.id"),
    _part_of("person", "person.id"),
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
    _id(),
    Column("persons", JSON),
    Column("reason", Text),
    Column("placed_by", String(36)),
    Column("placed_on", Date),
    Column("confirmed", JSON),
    Column("lifted_by", String(36)),
    Column("lifted_on", Date),
)
duty = Table(
    "duty",
    metadata,
    _id(),
    Column("child", String(36), ForeignKey("child.id"), index=True),
    Column("name", String(80)),
    Column("anchor", String(80)),
    Column("state", String(20)),
    Column("anchored_on", Date),
    Column("aim", Date),
    Column("due", Date),
    Column("soon", Date),
    Column("force", String(20)),
    Column("owed_by", String(40)),
    Column("clause", String(80)),
    Column("ids", JSON),
    Column("reading", Text),
    Column("why", Text),
    Column("edition", String(64)),
    Column("met_on", Date),
    Column("shortfall", JSON),
    Column("dropped_because", String(80)),
    Column("version", Integer),
    Column("reminded_on", Date),
    Column("overdue_on", Date),
)
