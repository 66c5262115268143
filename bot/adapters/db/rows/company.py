"""The company: its catalogue, its providers, their leave, and what they are told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Index,
    Integer,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.adapters.db.rows.base import Base, Serial


class CatalogueRow(Base):
    """One row, ``id`` 1. ``revision`` counts every change of the catalogue and of the providers."""

    __tablename__ = "catalogue"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    revision: Mapped[int]
    data: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class ProviderRow(Base):
    __tablename__ = "providers"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    active: Mapped[bool]
    data: Mapped[dict[str, Any]]


class LeaveRow(Base):
    """请假: a time in which a provider does not work. ``personal`` is the reason."""

    __tablename__ = "leaves"
    __table_args__ = (Index("ix_leaves_of_provider", "provider_id", "ends_at"), Index("ix_leaves_ends_at", "ends_at"))

    id: Mapped[str] = mapped_column(primary_key=True)
    provider_id: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    personal: Mapped[bytes]
    created_at: Mapped[datetime]
    created_by: Mapped[str]


class ProviderNoticeRow(Base):
    """What a provider is told about her visits. ``personal`` is the text."""

    __tablename__ = "provider_notices"
    __table_args__ = (
        Index("ix_provider_notices_of_provider", "provider_id", "id"),
        Index("ix_provider_notices_created_at", "created_at"),
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    provider_id: Mapped[str]
    booking_id: Mapped[str | None]
    kind: Mapped[str]
    personal: Mapped[bytes]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
