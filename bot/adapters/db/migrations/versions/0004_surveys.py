"""Care: surveys that are asked, answered and followed up; praise of providers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_NEW = (
    "kind", "next_at", "asked_at", "reminded_at", "answered_at", "outbound_id", "scores", "average", "low", "anonymous",
    "reason",
)  # fmt: skip


def upgrade() -> None:
    for column in (
        sa.Column("kind", sa.String(), nullable=False, server_default="visit"),
        sa.Column("next_at", INSTANT, nullable=True),
        sa.Column("asked_at", INSTANT, nullable=True),
        sa.Column("reminded_at", INSTANT, nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("outbound_id", sa.BigInteger(), nullable=True),
        sa.Column("scores", sa.JSON(), nullable=False, server_default="{}"),
        sa.Column("average", sa.Double(), nullable=True),
        sa.Column("low", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("anonymous", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("reason", sa.String(), nullable=False, server_default=""),
    ):
        op.add_column("surveys", column)
    op.create_index("ix_surveys_next_at", "surveys", ["next_at"])
    op.create_index("ix_surveys_answered_at", "surveys", ["answered_at"])
    # What fell due while nobody asked is asked now, or lapses where it is too old.
    op.execute("UPDATE surveys SET next_at = due_at WHERE state = 'due'")
    op.create_table(
        "praises",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("provider_id", sa.String(), nullable=False),
        sa.Column("booking_id", sa.String(), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("personal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name="fk_praises_booking_id_bookings"),
        sa.PrimaryKeyConstraint("id", name="pk_praises"),
    )
    op.create_index("ix_praises_provider_id", "praises", ["provider_id"])
    op.create_index("ix_praises_booking_id", "praises", ["booking_id"])
    op.create_table(
        "agent_scores",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ended_at", INSTANT, nullable=False),
        sa.Column("next_at", INSTANT, nullable=True),
        sa.Column("asked_at", INSTANT, nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("personal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_agent_scores_conversation_id_conversations"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_agent_scores"),
    )
    for name in ("conversation_id", "agent", "next_at"):
        op.create_index(f"ix_agent_scores_{name}", "agent_scores", [name])


def downgrade() -> None:
    op.drop_table("agent_scores")
    op.drop_table("praises")
    op.drop_index("ix_surveys_answered_at", table_name="surveys")
    op.drop_index("ix_surveys_next_at", table_name="surveys")
    for column in _NEW:
        op.drop_column("surveys", column)
