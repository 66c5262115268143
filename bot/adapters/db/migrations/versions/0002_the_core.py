"""The core: visits by provider, leave, series, reminders, the waiting list, questions to customers, reviews."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def only(condition: str) -> dict[str, Any]:
    """A partial index on both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    op.create_table(
        "leaves",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("personal", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_leaves"),
    )
    op.create_index("ix_leaves_ends_at", "leaves", ["ends_at"])
    op.create_index("ix_leaves_of_provider", "leaves", ["provider_id", "ends_at"])
    op.create_table(
        "provider_notices",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("provider_id", sa.String(), nullable=False),
        sa.Column("booking_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("personal", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("read_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_provider_notices"),
    )
    op.create_index("ix_provider_notices_of_provider", "provider_notices", ["provider_id", "id"])
    op.create_table(
        "tokens",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("disabled_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name="pk_tokens"),
    )
    op.create_index("ix_tokens_subject", "tokens", ["subject"])
    op.create_table(
        "series",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("personal", sa.LargeBinary(), nullable=False),
        sa.Column("made_until", sa.Date(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name="fk_series_customer_id_customers"),
        sa.PrimaryKeyConstraint("id", name="pk_series"),
    )
    op.create_index("ix_series_made_until", "series", ["made_until"], **only("state = 'active'"))
    op.create_index("ix_series_of_customer", "series", ["customer_id"])
    op.create_table(
        "waitlist",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("district", sa.String(), nullable=False),
        sa.Column("wanted_from", INSTANT, nullable=False),
        sa.Column("wanted_until", INSTANT, nullable=False),
        sa.Column("personal", sa.LargeBinary(), nullable=False),
        sa.Column("booking_id", sa.String(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name="fk_waitlist_customer_id_customers"),
        sa.PrimaryKeyConstraint("id", name="pk_waitlist"),
    )
    op.create_index("ix_waitlist_of_customer", "waitlist", ["customer_id"])
    op.create_index("ix_waitlist_waiting", "waitlist", ["created_at"], **only("state IN ('waiting', 'offered')"))
    op.create_table(
        "inquiries",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("booking_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("personal", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("outbound_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name="fk_inquiries_booking_id_bookings"),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name="fk_inquiries_customer_id_customers"),
        sa.PrimaryKeyConstraint("id", name="pk_inquiries"),
    )
    op.create_index("ix_inquiries_of_customer", "inquiries", ["customer_id", "created_at"])
    op.create_index("ix_inquiries_open", "inquiries", ["expires_at"], **only("state = 'open'"))
    op.create_table(
        "reminders",
        sa.Column("booking_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name="fk_reminders_booking_id_bookings"),
        sa.PrimaryKeyConstraint("booking_id", "kind", name="pk_reminders"),
    )
    op.create_index("ix_reminders_due", "reminders", ["due_at"], **only("state = 'pending'"))
    op.create_table(
        "surveys",
        sa.Column("booking_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("personal", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name="fk_surveys_booking_id_bookings"),
        sa.PrimaryKeyConstraint("booking_id", name="pk_surveys"),
    )
    op.create_index("ix_surveys_state", "surveys", ["state"])
    op.create_table(
        "visits",
        sa.Column("booking_id", sa.String(), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("occupied_from", sa.Integer(), nullable=False),
        sa.Column("occupied_until", sa.Integer(), nullable=False),
        sa.Column("district", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name="fk_visits_booking_id_bookings"),
        sa.PrimaryKeyConstraint("booking_id", "provider_id", name="pk_visits"),
    )
    op.create_index(
        "ix_visits_of_provider",
        "visits",
        ["provider_id", "occupied_until", "occupied_from", "starts", "ends", "district", "booking_id"],
    )
    op.add_column("bookings", sa.Column("series_id", sa.String(), nullable=True))
    op.add_column("bookings", sa.Column("review", sa.String(), nullable=True))
    op.add_column("bookings", sa.Column("data", sa.JSON(), nullable=False, server_default="{}"))
    op.drop_index(
        "ix_bookings_occupying",
        table_name="bookings",
        sqlite_where=sa.text("state IN ('held', 'confirmed', 'in_service')"),
    )
    op.create_index("ix_bookings_awaiting_review", "bookings", ["starts_at"], **only("review = 'pending'"))
    op.create_index("ix_bookings_of_series", "bookings", ["series_id", "starts_at"])
    _fill_visits()


def _fill_visits() -> None:
    """Every booking that keeps its providers' time gets its visits."""
    names = ("id", "state", "starts_at", "ends_at", "occupied_start", "occupied_end", "district")
    bookings = sa.table("bookings", *(sa.column(name) for name in names), sa.column("provider_ids", sa.JSON()))
    times = [sa.type_coerce(bookings.c[name], INSTANT).label(name) for name in names[2:6]]
    statement = sa.select(bookings.c.id, bookings.c.district, bookings.c.provider_ids, *times)
    occupying = statement.where(bookings.c.state.in_(["held", "confirmed", "in_service"]))
    rows = [
        {
            "booking_id": row.id,
            "provider_id": provider_id,
            "starts": _minute(row.starts_at),
            "ends": _minute(row.ends_at),
            "occupied_from": _minute(row.occupied_start),
            "occupied_until": _minute(row.occupied_end),
            "district": row.district,
        }
        for row in op.get_bind().execute(occupying)
        for provider_id in row.provider_ids
    ]
    if rows:
        op.bulk_insert(sa.table("visits", *(sa.column(name) for name in rows[0])), rows)


def _minute(instant: datetime) -> int:
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return int(aware.timestamp()) // 60


def downgrade() -> None:
    op.drop_table("visits")
    op.drop_table("surveys")
    op.drop_table("reminders")
    op.drop_table("inquiries")
    op.drop_table("waitlist")
    op.drop_table("series")
    op.drop_table("tokens")
    op.drop_table("provider_notices")
    op.drop_table("leaves")
    op.drop_index("ix_bookings_awaiting_review", table_name="bookings")
    op.drop_index("ix_bookings_of_series", table_name="bookings")
    for column in ("data", "review", "series_id"):
        op.drop_column("bookings", column)
    op.create_index(
        "ix_bookings_occupying", "bookings", ["occupied_end"], **only("state IN ('held', 'confirmed', 'in_service')")
    )
