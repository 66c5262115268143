"""What the company asks and tells customers of itself: reminders, the waiting list, questions, surveys."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    literal_column,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.adapters.db.rows.base import Base, Serial


class ReminderRow(Base):
    """Something to be written about a booking at a time: the eve, the day itself, the survey afterwards."""

    __tablename__ = "reminders"
    __table_args__ = (
        Index(
            "ix_reminders_due",
            "due_at",
            sqlite_where=literal_column("state = 'pending'"),
            postgresql_where=literal_column("state = 'pending'"),
        ),
    )

    booking_id: Mapped[str] = mapped_column(ForeignKey("bookings.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime]
    state: Mapped[str]


class WaitlistRow(Base):
    """候补: somebody who would take a full window if it came free. ``personal`` is the job."""

    __tablename__ = "waitlist"
    __table_args__ = (
        Index("ix_waitlist_of_customer", "customer_id"),
        Index(
            "ix_waitlist_waiting",
            "created_at",
            sqlite_where=literal_column("state IN ('waiting', 'offered')"),
            postgresql_where=literal_column("state IN ('waiting', 'offered')"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"))
    state: Mapped[str]
    service: Mapped[str]
    district: Mapped[str]
    wanted_from: Mapped[datetime]
    wanted_until: Mapped[datetime]
    personal: Mapped[bytes]
    booking_id: Mapped[str | None]
    created_at: Mapped[datetime]
    version: Mapped[int]


class InquiryRow(Base):
    """征询: a question put to a customer whose yes changes something. ``personal`` is what it is about."""

    __tablename__ = "inquiries"
    __table_args__ = (
        Index("ix_inquiries_of_customer", "customer_id", "created_at"),
        Index(
            "ix_inquiries_open",
            "expires_at",
            sqlite_where=literal_column("state = 'open'"),
            postgresql_where=literal_column("state = 'open'"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"))
    booking_id: Mapped[str | None] = mapped_column(ForeignKey("bookings.id"))
    kind: Mapped[str]
    state: Mapped[str]
    personal: Mapped[bytes]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    outbound_id: Mapped[int | None]
    version: Mapped[int]


class SurveyRow(Base):
    """回访 of one visit. ``personal`` is what was said in words; ``next_at`` when the worker looks at it again."""

    __tablename__ = "surveys"

    booking_id: Mapped[str] = mapped_column(ForeignKey("bookings.id"), primary_key=True)
    state: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    due_at: Mapped[datetime] = mapped_column(index=True)
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    asked_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None] = mapped_column(index=True)
    outbound_id: Mapped[int | None] = mapped_column(BigInteger)
    scores: Mapped[dict[str, Any]]
    average: Mapped[float | None]
    low: Mapped[bool]
    anonymous: Mapped[bool]
    reason: Mapped[str]
    personal: Mapped[bytes]
    version: Mapped[int]


class PraiseRow(Base):
    """表扬 of a provider. ``personal`` is what was said; without a booking nobody is to see who said it."""

    __tablename__ = "praises"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    provider_id: Mapped[str] = mapped_column(index=True)
    booking_id: Mapped[str | None] = mapped_column(ForeignKey("bookings.id"), index=True)
    at: Mapped[datetime]
    personal: Mapped[bytes]


class AgentScoreRow(Base):
    """坐席评分 of one talk with an agent. ``personal`` is what was said in words."""

    __tablename__ = "agent_scores"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    agent: Mapped[str] = mapped_column(index=True)
    state: Mapped[str]
    ended_at: Mapped[datetime]
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    asked_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None] = mapped_column(index=True)
    score: Mapped[float | None]
    personal: Mapped[bytes]
