"""Messages that came in and messages to send."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    literal_column,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.adapters.db.rows.base import Base, Serial


class InboxRow(Base):
    __tablename__ = "inbox"
    # Few rows are open at any time, however many are done: the workers look at these alone.
    __table_args__ = (
        Index("ix_inbox_of_conversation", "conversation_id", "received_at"),
        Index("ix_inbox_received_at", "received_at"),
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
        Index("ix_outbox_created_at", "created_at"),
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
