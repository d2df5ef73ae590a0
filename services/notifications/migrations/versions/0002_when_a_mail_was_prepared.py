"""When a mail was prepared: what waited long is checked again before it leaves."""

import sqlalchemy as sa
from alembic import op

import plumbing.database

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("parcel", schema=None) as batch_op:
        batch_op.add_column(sa.Column("prepared_at", plumbing.database.Instant(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("parcel", schema=None) as batch_op:
        batch_op.drop_column("prepared_at")
