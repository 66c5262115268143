"""Bookings, what they take out of their providers' days, and what recurs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    Integer,
    literal_column,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.adapters.db.rows.base import Base


class BookingRow(Base):
    """``occupied_*`` is what the visit takes out of its providers' day, travel included.

    ``data`` holds what is never searched for: the customer's wish, the review's reasons, who accepted, fee, score.
    """

    __tablename__ = "bookings"
    __table_args__ = (
        Index(
            "ix_bookings_held",
            "hold_expires_at",
            sqlite_where=literal_column("state = 'held'"),
            postgresql_where=literal_column("state = 'held'"),
        ),
        Index("ix_bookings_of_customer", "customer_id", "starts_at"),
        Index("ix_bookings_created_at", "created_at"),
        Index("ix_bookings_ends_at", "ends_at"),
        Index("ix_bookings_of_series", "series_id", "starts_at"),
        Index(
            "ix_bookings_awaiting_review",
            "starts_at",
            sqlite_where=literal_column("review = 'pending'"),
            postgresql_where=literal_column("review = 'pending'"),
        ),
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
    series_id: Mapped[str | None]
    review: Mapped[str | None]
    data: Mapped[dict[str, Any]]
    hold_expires_at: Mapped[datetime | None]
    events: Mapped[list[Any]]
    version: Mapped[int]


class OccupancyRow(Base):
    """One taken cell of a provider's grid: the primary key is what makes a double booking impossible (R13)."""

    __tablename__ = "occupancy"

    provider_id: Mapped[str] = mapped_column(primary_key=True)
    cell_start: Mapped[datetime] = mapped_column(primary_key=True)
    booking_id: Mapped[str] = mapped_column(ForeignKey("bookings.id"), index=True)


class VisitRow(Base):
    """One provider's part of a booking that keeps her time: what a search for free windows reads.

    Minutes since 1970 (UTC), because thousands are read at once and numbers are read many times faster than instants.
    """

    __tablename__ = "visits"
    # The index holds all that is asked for, so that the rows themselves are not read.
    __table_args__ = (
        Index(
            "ix_visits_of_provider",
            "provider_id",
            "occupied_until",
            "occupied_from",
            "starts",
            "ends",
            "district",
            "booking_id",
        ),
    )

    booking_id: Mapped[str] = mapped_column(ForeignKey("bookings.id"), primary_key=True)
    provider_id: Mapped[str] = mapped_column(primary_key=True)
    starts: Mapped[int] = mapped_column(Integer)
    ends: Mapped[int] = mapped_column(Integer)
    occupied_from: Mapped[int] = mapped_column(Integer)
    occupied_until: Mapped[int] = mapped_column(Integer)
    district: Mapped[str]


class SeriesRow(Base):
    """A recurring order. ``plan`` is the rule with its exceptions, ``data`` the job without personal values."""

    __tablename__ = "series"
    __table_args__ = (
        Index("ix_series_of_customer", "customer_id"),
        Index(
            "ix_series_made_until",
            "made_until",
            sqlite_where=literal_column("state = 'active'"),
            postgresql_where=literal_column("state = 'active'"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"))
    state: Mapped[str]
    plan: Mapped[dict[str, Any]]
    data: Mapped[dict[str, Any]]
    personal: Mapped[bytes]
    made_until: Mapped[date]
    """The last local day for which its visits have been made."""
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    events: Mapped[list[Any]]
    version: Mapped[int]
