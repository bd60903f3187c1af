"""Run by alembic: applies the migrations on the connection, and in the transaction, that `opening` hands over."""

from __future__ import annotations

from alembic import context

from holdfast.records.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
