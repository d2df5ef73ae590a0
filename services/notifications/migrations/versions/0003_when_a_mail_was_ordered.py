"""When a mail was ordered: how long the oldest of those that wait has waited."""

import sqlalchemy as sa
from alembic import op

import plumbing.database

revision = "0003_from_0002"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("parcel", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ordered_at", plumbing.database.Instant(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("parcel", schema=None) as batch_op:
        batch_op.drop_column("ordered_at")
