"""Care: tickets and the pictures kept with them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def only(condition: str) -> dict[str, Any]:
    """A partial index on both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    op.create_table(
        "tickets",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("remedy", sa.String(), nullable=False),
        sa.Column("linked_to", sa.String(), nullable=True),
        sa.Column("assignee", sa.String(), nullable=False),
        sa.Column("due_first_response", INSTANT, nullable=False),
        sa.Column("due_resolution", INSTANT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.Column("personal", sa.LargeBinary(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name="fk_tickets_customer_id_customers"),
        sa.ForeignKeyConstraint(["linked_to"], ["bookings.id"], name="fk_tickets_linked_to_bookings"),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
    )
    op.create_index("uq_tickets_open_matter", "tickets", ["matter"], unique=True, **only("state <> 'closed'"))
    op.create_index("ix_tickets_of_customer", "tickets", ["customer_id", "created_at"])
    op.create_index("ix_tickets_not_closed", "tickets", ["due_first_response"], **only("state <> 'closed'"))
    op.create_table(
        "attachments",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("personal", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_attachments"),
    )


def downgrade() -> None:
    op.drop_table("attachments")
    op.drop_index("ix_tickets_not_closed", "tickets")
    op.drop_index("ix_tickets_of_customer", "tickets")
    op.drop_index("uq_tickets_open_matter", "tickets")
    op.drop_table("tickets")
