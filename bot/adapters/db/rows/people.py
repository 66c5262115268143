"""Customers, their conversations and what may still be sent to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    false,
    literal_column,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.adapters.db.rows.base import Base


class CustomerRow(Base):
    __tablename__ = "customers"
    __table_args__ = (
        Index(
            "ix_customers_erase_asked",
            "erase_asked_at",
            sqlite_where=literal_column("erase_asked_at IS NOT NULL"),
            postgresql_where=literal_column("erase_asked_at IS NOT NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    openid: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    personal: Mapped[bytes]
    phone_hash: Mapped[str] = mapped_column(index=True)
    subscribed: Mapped[bool]
    muted: Mapped[bool] = mapped_column(server_default=false())
    erase_asked_at: Mapped[datetime | None]
    version: Mapped[int]


class ConversationRow(Base):
    """``lease_*`` say which worker answers which turn, and until when it may."""

    __tablename__ = "conversations"
    __table_args__ = (Index("ix_conversations_mode", "mode", "queued_at"),)

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
    queued_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]
    back_at: Mapped[datetime | None]
    agent_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    callback: Mapped[str] = mapped_column(server_default="")


class LedgerRow(Base):
    __tablename__ = "ledgers"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    buckets: Mapped[list[Any]]
    consents: Mapped[dict[str, Any]]
