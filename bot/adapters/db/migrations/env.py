"""Runs the migrations on the connection that ``migrate.py`` hands over."""

from __future__ import annotations

from alembic import context

from bot.adapters.db.rows import Base

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, transactional_ddl=True
)
# The caller's transaction holds all of it: the whole way to the newest revision, or nothing.
context.run_migrations()
