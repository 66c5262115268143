"""What is only ever added: first results, the audit, calls to make; and the tokens of the API."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.adapters.db.rows.base import Base, Serial


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
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None]


class TokenRow(Base):
    """A secret that opens the JSON API, kept as its hash."""

    __tablename__ = "tokens"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
