"""Care: conversations that people hold: when they were queued, taken and given back, notes, and what consoles see."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANTS = ("queued_at", "taken_at", "back_at", "agent_at", "told_at", "read_at")


def upgrade() -> None:
    for name in _INSTANTS:
        op.add_column("conversations", sa.Column(name, INSTANT, nullable=True))
    op.add_column("conversations", sa.Column("callback", sa.String(), nullable=False, server_default=""))
    op.create_index("ix_conversations_mode", "conversations", ["mode", "queued_at"])
    op.create_table(
        "handoffs",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("queued_at", INSTANT, nullable=False),
        sa.Column("taken_at", INSTANT, nullable=True),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_handoffs_conversation_id_conversations"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_handoffs"),
    )
    op.create_index("ix_handoffs_of_conversation", "handoffs", ["conversation_id", "queued_at"])
    op.create_index("ix_handoffs_taken_at", "handoffs", ["taken_at"])
    op.create_table(
        "notes",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("personal", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_notes_conversation_id_conversations"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
    )
    op.create_index("ix_notes_of_conversation", "notes", ["conversation_id", "id"])
    op.create_table(
        "changes",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
    )
    op.create_index("ix_changes_at", "changes", ["at"])
    op.create_table(
        "presence",
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("agent", "conversation_id", name="pk_presence"),
    )
    op.create_index("ix_presence_seen_at", "presence", ["seen_at"])


def downgrade() -> None:
    for table in ("presence", "changes", "notes", "handoffs"):
        op.drop_table(table)
    op.drop_index("ix_conversations_mode", "conversations")
    op.drop_column("conversations", "callback")
    for name in reversed(_INSTANTS):
        op.drop_column("conversations", name)
