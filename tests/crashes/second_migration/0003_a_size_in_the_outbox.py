"""A column is added to the outbox and filled in every row, and a table made: as a later release might."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002_from_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("size", sa.Integer()))
    op.execute("UPDATE outbox SET size = length(payload)")
    op.create_table("later", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade() -> None:
    op.drop_table("later")
    op.drop_column("outbox", "size")
