"""After a restore: that nothing leaves, and what had left since the backup; and which trace a mail is of."""

import sqlalchemy as sa
from alembic import op

import plumbing.database

revision = "0004_from_0002"
down_revision = "0003_from_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("parcel", schema=None) as batch_op:
        batch_op.add_column(sa.Column("traceparent", sa.String(length=55), nullable=True))
    op.create_table(
        "restore",
        sa.Column("began_at", plumbing.database.Instant(timezone=True), nullable=False),
        sa.Column("reconciled_at", plumbing.database.Instant(timezone=True), nullable=True),
        sa.Column("finished_at", plumbing.database.Instant(timezone=True), nullable=True),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("began_at"),
    )
    op.create_table(
        "sent_before",
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("left_at", plumbing.database.Instant(timezone=True), nullable=True),
        sa.Column("found_at", plumbing.database.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("message_id"),
    )


def downgrade() -> None:
    op.drop_table("sent_before")
    op.drop_table("restore")
    with op.batch_alter_table("parcel", schema=None) as batch_op:
        batch_op.drop_column("traceparent")
