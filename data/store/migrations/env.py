"""Alembic's entry point; the connection comes from :func:`data.store.engine.migrate`, not from a file."""

from alembic import context

from data.store import schema_displays, schema_follow_ups, schema_notifications  # noqa: F401 (define tables)
from data.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter most of a table in place
)
with context.begin_transaction():
    context.run_migrations()
