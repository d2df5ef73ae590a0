"""A migration of records that does half its work and fails on a row; copied into an image, never run here."""

import sqlalchemy as sa
from alembic import op

revision = "0099_from_0001"
down_revision = "DOWN_REVISION"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("half_made", sa.Column("name", sa.String(40), primary_key=True))
    op.execute("INSERT INTO half_made (name) VALUES ('Samira Haddad')")
    op.execute("INSERT INTO half_made (name) VALUES ('Samira Haddad')")


def downgrade() -> None:
    op.drop_table("half_made")
