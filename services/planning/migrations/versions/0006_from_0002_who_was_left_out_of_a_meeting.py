"""Who was left out of a meeting.

Of meetings from before nobody knows whom: there it is whoever stands around one of the children.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006_from_0002"
down_revision = "0005_from_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "left_out",
        sa.Column("meeting", sa.String(length=36), nullable=False),
        sa.Column("person", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.id"]),
        sa.ForeignKeyConstraint(["person"], ["person.id"]),
        sa.PrimaryKeyConstraint("meeting", "person"),
    )
    op.execute(
        "INSERT INTO left_out (meeting, person) SELECT DISTINCT subject.meeting, link.person FROM subject"
        " JOIN link ON link.child = subject.child JOIN meeting ON meeting.id = subject.meeting"
        " WHERE meeting.state IN ('arranged', 'cancelled')"
    )


def downgrade() -> None:
    op.drop_table("left_out")
