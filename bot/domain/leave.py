"""请假: a time in which a provider does not work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.values import TimeWindow


@dataclass(frozen=True, slots=True)
class Leave:
    id: str
    provider_id: str
    window: TimeWindow
    reason: str
    created_at: datetime
    created_by: str
