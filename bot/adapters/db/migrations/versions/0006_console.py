"""Care: the console: accounts, sessions, what it is set to, and calls that are done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("locked_until", INSTANT, nullable=True),
        sa.Column("disabled_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_accounts"),
    )
    op.create_table(
        "sessions",
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["account"], ["accounts.name"], name="fk_sessions_account_accounts"),
        sa.PrimaryKeyConstraint("secret_hash", name="pk_sessions"),
    )
    op.create_index("ix_sessions_account", "sessions", ["account"])
    op.create_index("ix_sessions_created_at", "sessions", ["created_at"])
    op.create_table(
        "console_settings",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_console_settings"),
    )
    op.add_column("call_tasks", sa.Column("done_at", INSTANT, nullable=True))
    op.add_column("call_tasks", sa.Column("done_by", sa.String(), nullable=True))
    # Nobody could say so far that she has called: what was asked for before the list is not asked for again.
    op.execute("UPDATE call_tasks SET done_at = created_at, done_by = 'system'")


def downgrade() -> None:
    op.drop_column("call_tasks", "done_by")
    op.drop_column("call_tasks", "done_at")
    op.drop_table("console_settings")
    op.drop_table("sessions")
    op.drop_table("accounts")
