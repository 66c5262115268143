"""What is learnt from talks: misses to label, attempts to book; and how far retention has come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnClause,
    ForeignKey,
    Index,
    false,
    literal_column,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.adapters.db.rows.base import Base, Serial

_OPEN: ColumnClause[Any] = literal_column("state = 'open'")


class RetentionMarkRow(Base):
    """Up to when everything of a kind has been forgotten."""

    __tablename__ = "retention_marks"

    what: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[datetime]


class MissRow(Base):
    """A turn that was misunderstood. ``personal`` is what was said; ``label`` what it should have been."""

    __tablename__ = "misses"
    __table_args__ = (
        Index("ix_misses_at", "at"),
        Index("ix_misses_of_conversation", "conversation_id"),
        Index("ix_misses_open", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    turn_id: Mapped[str] = mapped_column(unique=True)
    at: Mapped[datetime]
    reason: Mapped[str]
    asked: Mapped[str]
    intents: Mapped[list[Any]]
    confidence: Mapped[float]
    personal: Mapped[bytes]
    state: Mapped[str]
    label: Mapped[dict[str, Any]]
    labelled_by: Mapped[str]
    labelled_at: Mapped[datetime | None]


class AttemptRow(Base):
    """One try to book in the chat: how far it came, and what was asked last. No personal data."""

    __tablename__ = "attempts"
    __table_args__ = (
        Index("ix_attempts_started_at", "started_at"),
        Index("ix_attempts_open", "conversation_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    state: Mapped[str]
    started_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    stage: Mapped[str]
    asked: Mapped[str]
    service: Mapped[str]
    unmet: Mapped[bool] = mapped_column(server_default=false())
