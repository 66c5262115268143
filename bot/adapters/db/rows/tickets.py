"""Tickets, and the pictures that are kept with them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from bot.adapters.db.rows.base import Base


class TicketRow(Base):
    """工单. Of one ``matter`` there is one that is not closed: the partial unique index has the last word on it.

    ``personal`` holds what was written; ``data`` what is never searched for.
    """

    __tablename__ = "tickets"
    __table_args__ = (
        Index(
            "uq_tickets_open_matter",
            "matter",
            unique=True,
            sqlite_where=literal_column("state <> 'closed'"),
            postgresql_where=literal_column("state <> 'closed'"),
        ),
        Index("ix_tickets_of_customer", "customer_id", "created_at"),
        Index("ix_tickets_created_at", "created_at"),
        Index(
            "ix_tickets_not_closed",
            "due_first_response",
            sqlite_where=literal_column("state <> 'closed'"),
            postgresql_where=literal_column("state <> 'closed'"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"))
    matter: Mapped[str]
    type: Mapped[str]
    severity: Mapped[str]
    state: Mapped[str]
    category: Mapped[str]
    remedy: Mapped[str]
    linked_to: Mapped[str | None] = mapped_column(ForeignKey("bookings.id"))
    assignee: Mapped[str]
    due_first_response: Mapped[datetime]
    due_resolution: Mapped[datetime]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    attachments: Mapped[list[Any]]
    personal: Mapped[bytes]
    data: Mapped[dict[str, Any]]
    events: Mapped[list[Any]]
    version: Mapped[int]


class AttachmentRow(Base):
    """A picture's bytes, sealed, as WeChat forgets them after three days; named as ``export messages`` names it."""

    __tablename__ = "attachments"

    name: Mapped[str] = mapped_column(primary_key=True)
    content_type: Mapped[str]
    personal: Mapped[bytes]
    kept_at: Mapped[datetime] = mapped_column(index=True)
