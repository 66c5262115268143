"""Care: what customers decide of their data, retention, misses, attempts to book, and indexes to count by time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ASKED = sa.text("erase_asked_at IS NOT NULL")
OPEN = sa.text("state = 'open'")

BY_TIME = (
    ("ix_inbox_received_at", "inbox", "received_at"),
    ("ix_outbox_created_at", "outbox", "created_at"),
    ("ix_bookings_created_at", "bookings", "created_at"),
    ("ix_bookings_ends_at", "bookings", "ends_at"),
    ("ix_tickets_created_at", "tickets", "created_at"),
    ("ix_handoffs_queued_at", "handoffs", "queued_at"),
    ("ix_surveys_due_at", "surveys", "due_at"),
    ("ix_attachments_kept_at", "attachments", "kept_at"),
    ("ix_provider_notices_created_at", "provider_notices", "created_at"),
)


def upgrade() -> None:
    op.add_column("customers", sa.Column("muted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("customers", sa.Column("erase_asked_at", INSTANT, nullable=True))
    op.create_index(
        "ix_customers_erase_asked", "customers", ["erase_asked_at"], sqlite_where=ASKED, postgresql_where=ASKED
    )
    op.create_table(
        "retention_marks",
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("what", name="pk_retention_marks"),
    )
    op.create_table(
        "misses",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("turn_id", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("intents", sa.JSON(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("personal", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("label", sa.JSON(), nullable=False),
        sa.Column("labelled_by", sa.String(), nullable=False),
        sa.Column("labelled_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_misses_conversation_id_conversations"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_misses"),
        sa.UniqueConstraint("turn_id", name="uq_misses_turn_id"),
    )
    op.create_index("ix_misses_at", "misses", ["at"])
    op.create_index("ix_misses_of_conversation", "misses", ["conversation_id"])
    op.create_index("ix_misses_open", "misses", ["id"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_table(
        "attempts",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("touched_at", INSTANT, nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_attempts_conversation_id_conversations"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
    )
    op.create_index("ix_attempts_started_at", "attempts", ["started_at"])
    op.create_index("ix_attempts_open", "attempts", ["conversation_id"], sqlite_where=OPEN, postgresql_where=OPEN)
    for name, table, column in BY_TIME:
        op.create_index(name, table, [column])


def downgrade() -> None:
    for name, table, _ in BY_TIME:
        op.drop_index(name, table_name=table)
    op.drop_table("attempts")
    op.drop_table("misses")
    op.drop_table("retention_marks")
    op.drop_index("ix_customers_erase_asked", table_name="customers", sqlite_where=ASKED, postgresql_where=ASKED)
    op.drop_column("customers", "erase_asked_at")
    op.drop_column("customers", "muted")
