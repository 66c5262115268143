"""The tables: ``…Row`` classes, which never leave this package (R14).

Columns named ``personal`` hold sealed JSON (``cipher.py``): names, phones, addresses, what was said and what is known
of a dialogue. ``phone_hash`` finds a phone without showing it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    TypeDecorator,
    literal_column,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Instant(TypeDecorator[datetime]):
    """An aware instant; SQLite, which knows no zones, keeps it as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs its zone: {value}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# SQLite numbers rows by itself only in a column of its own INTEGER type.
Serial = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Instant, bytes: LargeBinary, dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012 -- SQLAlchemy reads it so


class CustomerRow(Base):
    __tablename__ = "customers"

    id: Mapped[str] = mapped_column(primary_key=True)
    openid: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    personal: Mapped[bytes]
    phone_hash: Mapped[str] = mapped_column(index=True)
    subscribed: Mapped[bool]
    version: Mapped[int]


class ConversationRow(Base):
    """``lease_*`` say which worker answers which turn, and until when it may."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    openid: Mapped[str] = mapped_column(unique=True)
    mode: Mapped[str]
    agent: Mapped[str]
    personal: Mapped[bytes]
    handoff_reason: Mapped[str]
    failures: Mapped[int]
    version: Mapped[int]
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    lease_turn_id: Mapped[str | None]


class InboxRow(Base):
    __tablename__ = "inbox"
    # Few rows are open at any time, however many are done: the workers look at these alone.
    __table_args__ = (
        Index("ix_inbox_of_conversation", "conversation_id", "received_at"),
        Index(
            "ix_inbox_open",
            "conversation_id",
            "id",
            sqlite_where=literal_column("state IN ('new', 'claimed')"),
            postgresql_where=literal_column("state IN ('new', 'claimed')"),
        ),
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    openid: Mapped[str]
    dedup_key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    personal: Mapped[bytes]
    sent_at: Mapped[datetime]
    received_at: Mapped[datetime]
    state: Mapped[str]
    turn_id: Mapped[str | None] = mapped_column(index=True)
    pushes: Mapped[int]
    push_started_at: Mapped[datetime | None]


class OutboxRow(Base):
    """``due_at`` is when the row may next be claimed: after ``not_before`` and after a claim's lease."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_of_conversation", "conversation_id", "created_at"),
        Index(
            "ix_outbox_due",
            "due_at",
            sqlite_where=literal_column("state IN ('pending', 'claimed')"),
            postgresql_where=literal_column("state IN ('pending', 'claimed')"),
        ),
        Index(
            "ix_outbox_open",
            "conversation_id",
            "id",
            sqlite_where=literal_column("state IN ('pending', 'claimed')"),
            postgresql_where=literal_column("state IN ('pending', 'claimed')"),
        ),
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    openid: Mapped[str]
    personal: Mapped[bytes]
    created_at: Mapped[datetime]
    state: Mapped[str]
    turn_id: Mapped[str | None] = mapped_column(index=True)
    way: Mapped[str | None]
    not_before: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    due_at: Mapped[datetime]
    attempts: Mapped[int]
    sent_at: Mapped[datetime | None]
    carried_by: Mapped[int | None] = mapped_column(BigInteger)
    error: Mapped[str]


class LedgerRow(Base):
    __tablename__ = "ledgers"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    buckets: Mapped[list[Any]]
    consents: Mapped[dict[str, Any]]


class BookingRow(Base):
    """``occupied_*`` is what the visit takes out of its providers' day, travel included."""

    __tablename__ = "bookings"
    __table_args__ = (
        Index(
            "ix_bookings_occupying",
            "occupied_end",
            sqlite_where=literal_column("state IN ('held', 'confirmed', 'in_service')"),
            postgresql_where=literal_column("state IN ('held', 'confirmed', 'in_service')"),
        ),
        Index(
            "ix_bookings_held",
            "hold_expires_at",
            sqlite_where=literal_column("state = 'held'"),
            postgresql_where=literal_column("state = 'held'"),
        ),
        Index("ix_bookings_of_customer", "customer_id", "starts_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"))
    state: Mapped[str]
    kind: Mapped[str]
    service: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    occupied_start: Mapped[datetime]
    occupied_end: Mapped[datetime]
    provider_ids: Mapped[list[Any]]
    personal: Mapped[bytes]
    phone_hash: Mapped[str] = mapped_column(index=True)
    district: Mapped[str]
    quote: Mapped[list[Any]]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    area_sqm: Mapped[float | None]
    rooms: Mapped[str]
    special_needs: Mapped[list[Any]]
    quantities: Mapped[dict[str, Any]]
    linked_to: Mapped[str | None]
    hold_expires_at: Mapped[datetime | None]
    events: Mapped[list[Any]]
    version: Mapped[int]


class OccupancyRow(Base):
    """One taken cell of a provider's grid: the primary key is what makes a double booking impossible (R13)."""

    __tablename__ = "occupancy"

    provider_id: Mapped[str] = mapped_column(primary_key=True)
    cell_start: Mapped[datetime] = mapped_column(primary_key=True)
    booking_id: Mapped[str] = mapped_column(ForeignKey("bookings.id"), index=True)


class ProviderRow(Base):
    __tablename__ = "providers"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    active: Mapped[bool]
    data: Mapped[dict[str, Any]]


class CatalogueRow(Base):
    """One row, ``id`` 1. ``revision`` counts every change of the catalogue and of the providers."""

    __tablename__ = "catalogue"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    revision: Mapped[int]
    data: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class ResultRow(Base):
    __tablename__ = "results"

    key: Mapped[str] = mapped_column(primary_key=True)
    personal: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(index=True)


class AuditRow(Base):
    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_of_entity", "entity", "entity_id"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str]
    action: Mapped[str]
    entity: Mapped[str]
    entity_id: Mapped[str]
    detail: Mapped[dict[str, Any]]


class CallTaskRow(Base):
    __tablename__ = "call_tasks"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    reason: Mapped[str]
    personal: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(index=True)


def table(row: type[Base]) -> Table:
    """The table of a row class, for statements over all its columns."""
    return cast("Table", row.__table__)
