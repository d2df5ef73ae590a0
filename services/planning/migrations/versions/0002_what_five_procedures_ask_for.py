"""What the clocks of five procedures ask for: allocations, visits, overrides, transfers, sign-offs."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reckoned_by",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("procedure", sa.String(length=64), nullable=True),
        sa.Column("after", sa.String(length=36), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "allocation",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("child", sa.String(length=36), nullable=True),
        sa.Column("worker", sa.String(length=36), nullable=True),
        sa.Column("team", sa.String(length=80), nullable=True),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("author", sa.String(length=36), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["child"],
            ["child.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allocation_child"), ["child"], unique=False)

    op.create_table(
        "meeting_answer",
        sa.Column("meeting", sa.String(length=36), nullable=False),
        sa.Column("child", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["child"],
            ["child.id"],
        ),
        sa.ForeignKeyConstraint(
            ["meeting"],
            ["meeting.id"],
        ),
        sa.PrimaryKeyConstraint("meeting", "child", "number"),
    )
    op.create_table(
        "override",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("child", sa.String(length=36), nullable=True),
        sa.Column("rule", sa.String(length=80), nullable=True),
        sa.Column("span", sa.String(length=40), nullable=True),
        sa.Column("approved_by", sa.String(length=120), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reference", sa.String(length=120), nullable=True),
        sa.Column("author", sa.String(length=36), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["child"],
            ["child.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("override", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_override_child"), ["child"], unique=False)

    op.create_table(
        "sign_off",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("meeting", sa.String(length=36), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=True),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("author", sa.String(length=36), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting"],
            ["meeting.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("sign_off", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_off_meeting"), ["meeting"], unique=False)

    op.create_table(
        "transfer",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("child", sa.String(length=36), nullable=True),
        sa.Column("from_authority", sa.String(length=120), nullable=True),
        sa.Column("resident_on", sa.Date(), nullable=True),
        sa.Column("first_told_on", sa.Date(), nullable=True),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column("responsible_from", sa.Date(), nullable=True),
        sa.Column("author", sa.String(length=36), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["child"],
            ["child.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("transfer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_transfer_child"), ["child"], unique=False)

    op.create_table(
        "visit",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("child", sa.String(length=36), nullable=True),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("seen", sa.Boolean(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("author", sa.String(length=36), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["child"],
            ["child.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_child"), ["child"], unique=False)

    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("outcome", sa.String(length=40), nullable=True))

    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.add_column(sa.Column("team", sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column("known_from", sa.Date(), nullable=True))

    with op.batch_alter_table("duty", schema=None) as batch_op:
        batch_op.add_column(sa.Column("beside", sa.JSON(), nullable=True))

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("early", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("specific", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("chair_decided_by", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("chair_reason", sa.Text(), nullable=True))

    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("drafted_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("interim", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("interim_reason", sa.Text(), nullable=True))

    # What stood before has none of it.
    for table, column, value in (
        ("child", "team", "''"),
        ("assessment", "outcome", "''"),
        ("duty", "beside", "'[]'"),
        ("meeting", "early", "false"),
        ("meeting", "specific", "false"),
        ("meeting", "chair_decided_by", "''"),
        ("meeting", "chair_reason", "''"),
        ("plan", "interim", "false"),
        ("plan", "interim_reason", "''"),
    ):
        op.execute(f"UPDATE {table} SET {column} = {value}")


def downgrade() -> None:
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_column("interim_reason")
        batch_op.drop_column("interim")
        batch_op.drop_column("drafted_on")

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_column("chair_reason")
        batch_op.drop_column("chair_decided_by")
        batch_op.drop_column("specific")
        batch_op.drop_column("early")

    with op.batch_alter_table("duty", schema=None) as batch_op:
        batch_op.drop_column("beside")

    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.drop_column("known_from")
        batch_op.drop_column("team")

    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.drop_column("outcome")

    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_child"))

    op.drop_table("visit")
    with op.batch_alter_table("transfer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_transfer_child"))

    op.drop_table("transfer")
    with op.batch_alter_table("sign_off", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_off_meeting"))

    op.drop_table("sign_off")
    with op.batch_alter_table("override", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_override_child"))

    op.drop_table("override")
    op.drop_table("meeting_answer")
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_allocation_child"))

    op.drop_table("allocation")
    op.drop_table("reckoned_by")
