"""Attempts to book: whether the last search found nobody who could come. What is thought of agents, by time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attempts", sa.Column("unmet", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_agent_scores_answered_at", "agent_scores", ["answered_at"])


def downgrade() -> None:
    op.drop_index("ix_agent_scores_answered_at", table_name="agent_scores")
    op.drop_column("attempts", "unmet")
