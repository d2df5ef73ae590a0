"""Who is signed in where, how the identity provider knows somebody, and which logouts were heard."""

import sqlalchemy as sa
from alembic import op

import plumbing.database

revision = "0005_from_0002"
down_revision = "0004_from_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "logout_heard",
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("until", plumbing.database.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    with op.batch_alter_table("logout_heard", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_logout_heard_until"), ["until"], unique=False)

    op.create_table(
        "staff_identity",
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("staff", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("issuer", "subject"),
    )
    with op.batch_alter_table("staff_identity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_identity_staff"), ["staff"], unique=False)

    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("id", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("owner", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("provider_session", sa.String(length=255), nullable=True))
        batch_op.add_column(sa.Column("signed_in", plumbing.database.Instant(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("browser", sa.String(length=60), nullable=True))
        batch_op.create_index(batch_op.f("ix_sessions_id"), ["id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sessions_owner"), ["owner"], unique=False)
        batch_op.create_index(batch_op.f("ix_sessions_provider_session"), ["provider_session"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sessions_provider_session"))
        batch_op.drop_index(batch_op.f("ix_sessions_owner"))
        batch_op.drop_index(batch_op.f("ix_sessions_id"))
        batch_op.drop_column("browser")
        batch_op.drop_column("signed_in")
        batch_op.drop_column("provider_session")
        batch_op.drop_column("owner")
        batch_op.drop_column("id")

    with op.batch_alter_table("staff_identity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_identity_staff"))

    op.drop_table("staff_identity")
    with op.batch_alter_table("logout_heard", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_logout_heard_until"))

    op.drop_table("logout_heard")
