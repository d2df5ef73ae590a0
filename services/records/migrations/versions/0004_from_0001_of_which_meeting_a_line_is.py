"""Of which meeting a line of the chronology is."""

import sqlalchemy as sa
from alembic import op

revision = "0004_from_0001"
down_revision = "0003_from_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("chronology", schema=None) as batch_op:
        batch_op.add_column(sa.Column("meeting", sa.String(length=36), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("chronology", schema=None) as batch_op:
        batch_op.drop_column("meeting")
