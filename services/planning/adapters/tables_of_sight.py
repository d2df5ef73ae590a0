"""The tables that decide who sees a child beside role, team and allocation."""

from sqlalchemy import JSON, Column, Date, ForeignKey, String, Table, Text

from plumbing.database import Instant
from services.planning.adapters.tables_together import identity, metadata, owned_by, part_of

restriction = Table(
    "restriction",
    metadata,
    identity(),
    owned_by("child"),
    Column("named", JSON),
    Column("placed_by", String(36)),
    Column("placed_on", Date),
    Column("lifted_by", String(36)),
    Column("lifted_on", Date),
)
conflict = Table(
    "conflict",
    metadata,
    identity(),
    Column("staff", String(36), index=True),
    owned_by("child"),
    Column("person", String(36), ForeignKey("person.id"), index=True),
    Column("recorded_by", String(36)),
    Column("recorded_on", Date),
    Column("ended_by", String(36)),
    Column("ended_on", Date),
)
opening = Table(
    "opening",
    metadata,
    identity(),
    Column("staff", String(36), index=True),
    owned_by("child"),
    Column("category", String(40)),
    Column("reason", Text),
    Column("opened_on", Date, index=True),
    Column("opened", Instant),
    Column("until", Instant, index=True),
    Column("child_team", String(80)),
    Column("staff_team", String(80)),
    Column("settled_on", Date, index=True),
)
opening_look = Table(
    "opening_look",
    metadata,
    part_of("opening", "opening.id"),
    Column("staff", String(36), primary_key=True),
    Column("team", String(80)),
    Column("role", String(40)),
    Column("on", Date),
    Column("remark", Text),
)
