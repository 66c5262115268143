"""The first schema: customers, conversations, inbox, outbox, bookings, the company, and what is only added."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
# SQLite numbers rows by itself only in a column of its own INTEGER type.
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def only(condition: str) -> dict[str, Any]:
    """A partial index on both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("entity_id", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_of_entity", "audit", ["entity", "entity_id"])
    op.create_table(
        "catalogue",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_catalogue"),
    )
    op.create_table(
        "customers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("openid", sa.String(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("personal", sa.LargeBinary(), nullable=False),
        sa.Column("phone_hash", sa.String(), nullable=False),
        sa.Column("subscribed", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_customers"),
        sa.UniqueConstraint("openid", name="uq_customers_openid"),
    )
    op.create_index("ix_customers_phone_hash", "customers", ["phone_hash"])
    op.create_table(
        "providers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_providers"),
    )
    op.create_table(
        "results",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("personal", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_results"),
    )
    op.create_index("ix_results_created_at", "results", ["created_at"])
    op.create_table(
        "bookings",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("occupied_start", INSTANT, nullable=False),
        sa.Column("occupied_end", INSTANT, nullable=False),
        sa.Column("provider_ids", sa.JSON(), nullable=False),
        sa.Column("personal", sa.LargeBinary(), nullable=False),
        sa.Column("phone_hash", sa.String(), nullable=False),
        sa.Column("district", sa.String(), nullable=False),
        sa.Column("quote", sa.JSON(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("area_sqm", sa.Double(), nullable=True),
        sa.Column("rooms", sa.String(), nullable=False),
        sa.Column("special_needs", sa.JSON(), nullable=False),
        sa.Column("quantities", sa.JSON(), nullable=False),
        sa.Column("linked_to", sa.String(), nullable=True),
        sa.Column("hold_expires_at", INSTANT, nullable=True),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name="fk_bookings_customer_id_customers"),
        sa.PrimaryKeyConstraint("id", name="pk_bookings"),
    )
    op.create_index("ix_bookings_held", "bookings", ["hold_expires_at"], **only("state = 'held'"))
    op.create_index(
        "ix_bookings_occupying", "bookings", ["occupied_end"], **only("state IN ('held', 'confirmed', 'in_service')")
    )
    op.create_index("ix_bookings_of_customer", "bookings", ["customer_id", "starts_at"])
    op.create_index("ix_bookings_phone_hash", "bookings", ["phone_hash"])
    op.create_table(
        "call_tasks",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("personal", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name="fk_call_tasks_customer_id_customers"),
        sa.PrimaryKeyConstraint("id", name="pk_call_tasks"),
    )
    op.create_index("ix_call_tasks_created_at", "call_tasks", ["created_at"])
    op.create_index("ix_call_tasks_customer_id", "call_tasks", ["customer_id"])
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("openid", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("personal", sa.LargeBinary(), nullable=False),
        sa.Column("handoff_reason", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(), nullable=True),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.Column("lease_turn_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name="fk_conversations_customer_id_customers"),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
        sa.UniqueConstraint("openid", name="uq_conversations_openid"),
    )
    op.create_index("ix_conversations_customer_id", "conversations", ["customer_id"])
    op.create_table(
        "inbox",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("openid", sa.String(), nullable=False),
        sa.Column("dedup_key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("personal", sa.LargeBinary(), nullable=False),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("turn_id", sa.String(), nullable=True),
        sa.Column("pushes", sa.Integer(), nullable=False),
        sa.Column("push_started_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_inbox_conversation_id_conversations"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("dedup_key", name="uq_inbox_dedup_key"),
    )
    op.create_index("ix_inbox_of_conversation", "inbox", ["conversation_id", "received_at"])
    op.create_index("ix_inbox_open", "inbox", ["conversation_id", "id"], **only("state IN ('new', 'claimed')"))
    op.create_index("ix_inbox_turn_id", "inbox", ["turn_id"])
    op.create_table(
        "ledgers",
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("buckets", sa.JSON(), nullable=False),
        sa.Column("consents", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_ledgers_conversation_id_conversations"
        ),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_ledgers"),
    )
    op.create_table(
        "occupancy",
        sa.Column("provider_id", sa.String(), nullable=False),
        sa.Column("cell_start", INSTANT, nullable=False),
        sa.Column("booking_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name="fk_occupancy_booking_id_bookings"),
        sa.PrimaryKeyConstraint("provider_id", "cell_start", name="pk_occupancy"),
    )
    op.create_index("ix_occupancy_booking_id", "occupancy", ["booking_id"])
    op.create_table(
        "outbox",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("openid", sa.String(), nullable=False),
        sa.Column("personal", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("turn_id", sa.String(), nullable=True),
        sa.Column("way", sa.String(), nullable=True),
        sa.Column("not_before", INSTANT, nullable=True),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("carried_by", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_outbox_conversation_id_conversations"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    op.create_index("ix_outbox_due", "outbox", ["due_at"], **only("state IN ('pending', 'claimed')"))
    op.create_index("ix_outbox_of_conversation", "outbox", ["conversation_id", "created_at"])
    op.create_index("ix_outbox_open", "outbox", ["conversation_id", "id"], **only("state IN ('pending', 'claimed')"))
    op.create_index("ix_outbox_turn_id", "outbox", ["turn_id"])


def downgrade() -> None:
    op.drop_table("outbox")
    op.drop_table("occupancy")
    op.drop_table("ledgers")
    op.drop_table("inbox")
    op.drop_table("conversations")
    op.drop_table("call_tasks")
    op.drop_table("bookings")
    op.drop_table("results")
    op.drop_table("providers")
    op.drop_table("customers")
    op.drop_table("catalogue")
    op.drop_table("audit")
