"""Alembic runs this with the connection that plumbing/migrations.py hands over."""

from alembic import context

from services.notifications.adapters.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
