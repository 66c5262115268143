"""Audit rows: who changed what about a customer, a booking or a conversation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """``detail`` never holds personal data, only names of fields, ids and states."""

    at: datetime
    actor: str
    action: str
    entity: str
    entity_id: str
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CallTask:
    """Staff must call this customer: no way of the channel reaches her, or it cannot wait for one."""

    customer_id: str
    reason: str
    text: str
    created_at: datetime
    id: int = 0
    """0 until it is stored."""
    done_at: datetime | None = None
    done_by: str = ""

    def done(self, now: datetime, by: str) -> CallTask:
        """Somebody has called; who was first stays named."""
        return self if self.done_at else replace(self, done_at=now, done_by=by)
