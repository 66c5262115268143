"""What people do in conversations: handoffs, internal notes, and what consoles are shown live."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.adapters.db.rows.base import Base, Serial


class HandoffRow(Base):
    __tablename__ = "handoffs"
    __table_args__ = (Index("ix_handoffs_of_conversation", "conversation_id", "queued_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    reason: Mapped[str]
    queued_at: Mapped[datetime] = mapped_column(index=True)
    taken_at: Mapped[datetime | None] = mapped_column(index=True)
    agent: Mapped[str]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str]


class NoteRow(Base):
    __tablename__ = "notes"
    __table_args__ = (Index("ix_notes_of_conversation", "conversation_id", "id"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    author: Mapped[str]
    personal: Mapped[bytes]
    created_at: Mapped[datetime]


class ChangeRow(Base):
    """``ref`` names the message or note that it is about; no words stand here."""

    __tablename__ = "changes"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    conversation_id: Mapped[str]
    kind: Mapped[str]
    ref: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)


class PresenceRow(Base):
    """``conversation_id`` is empty for the console itself."""

    __tablename__ = "presence"

    agent: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)
