"""Who saw and changed what: entries that are only added."""

import sqlalchemy as sa
from alembic import op

import plumbing.database
from plumbing.append_only import drop_append_only, keep_append_only

revision = "0002_from_0001"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_entry",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("at", plumbing.database.Instant(timezone=True), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("who", sa.String(length=100), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("how", sa.String(length=5), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("thing", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=36), nullable=False),
        sa.Column("grant", sa.String(length=36), nullable=False),
        sa.Column("request", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("access_entry_of_subject", "access_entry", ["subject", "at"], unique=False)
    op.create_index("access_entry_of_who", "access_entry", ["who", "at"], unique=False)
    keep_append_only(op.get_bind(), "access_entry")


def downgrade() -> None:
    drop_append_only(op.get_bind(), "access_entry")
    op.drop_index("access_entry_of_who", "access_entry")
    op.drop_index("access_entry_of_subject", "access_entry")
    op.drop_table("access_entry")
