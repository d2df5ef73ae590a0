"""Who sees a child: teams of staff, restricted children, family among the staff, records opened for a reason."""

import sqlalchemy as sa
from alembic import op

import plumbing.database

revision = "0003_from_0002"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conflict",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("staff", sa.String(length=36), nullable=True),
        sa.Column("child", sa.String(length=36), nullable=True),
        sa.Column("person", sa.String(length=36), nullable=True),
        sa.Column("recorded_by", sa.String(length=36), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.String(length=36), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["child"],
            ["child.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("conflict", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conflict_child"), ["child"], unique=False)
        batch_op.create_index(batch_op.f("ix_conflict_person"), ["person"], unique=False)
        batch_op.create_index(batch_op.f("ix_conflict_staff"), ["staff"], unique=False)

    op.create_table(
        "opening",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("staff", sa.String(length=36), nullable=True),
        sa.Column("child", sa.String(length=36), nullable=True),
        sa.Column("category", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("opened", plumbing.database.Instant(timezone=True), nullable=True),
        sa.Column("until", plumbing.database.Instant(timezone=True), nullable=True),
        sa.Column("child_team", sa.String(length=80), nullable=True),
        sa.Column("staff_team", sa.String(length=80), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["child"],
            ["child.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("opening", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opening_child"), ["child"], unique=False)
        batch_op.create_index(batch_op.f("ix_opening_opened_on"), ["opened_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_opening_settled_on"), ["settled_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_opening_staff"), ["staff"], unique=False)
        batch_op.create_index(batch_op.f("ix_opening_until"), ["until"], unique=False)

    op.create_table(
        "restriction",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("child", sa.String(length=36), nullable=True),
        sa.Column("named", sa.JSON(), nullable=True),
        sa.Column("placed_by", sa.String(length=36), nullable=True),
        sa.Column("placed_on", sa.Date(), nullable=True),
        sa.Column("lifted_by", sa.String(length=36), nullable=True),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["child"],
            ["child.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("restriction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_restriction_child"), ["child"], unique=False)

    op.create_table(
        "opening_look",
        sa.Column("opening", sa.String(length=36), nullable=False),
        sa.Column("staff", sa.String(length=36), nullable=False),
        sa.Column("team", sa.String(length=80), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=True),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["opening"],
            ["opening.id"],
        ),
        sa.PrimaryKeyConstraint("opening", "staff"),
    )
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.add_column(sa.Column("child", sa.String(length=36), nullable=True))

    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.add_column(sa.Column("team", sa.String(length=80), nullable=True))

    # Staff work for the whole council until told otherwise; an older hold does not say whose page it came from.
    op.execute("UPDATE staff SET team = ''")
    op.execute("UPDATE hold SET child = ''")


def downgrade() -> None:
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_column("team")

    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.drop_column("child")

    op.drop_table("opening_look")
    with op.batch_alter_table("restriction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_restriction_child"))

    op.drop_table("restriction")
    with op.batch_alter_table("opening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opening_until"))
        batch_op.drop_index(batch_op.f("ix_opening_staff"))
        batch_op.drop_index(batch_op.f("ix_opening_settled_on"))
        batch_op.drop_index(batch_op.f("ix_opening_opened_on"))
        batch_op.drop_index(batch_op.f("ix_opening_child"))

    op.drop_table("opening")
    with op.batch_alter_table("conflict", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conflict_staff"))
        batch_op.drop_index(batch_op.f("ix_conflict_person"))
        batch_op.drop_index(batch_op.f("ix_conflict_child"))

    op.drop_table("conflict")
