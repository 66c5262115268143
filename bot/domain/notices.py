"""When the company writes of itself: never at night."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.policy import NoticeTimes
from bot.domain.values import to_instant, to_local


def quiet_until(now: datetime, times: NoticeTimes, zone: ZoneInfo) -> datetime | None:
    """The morning until which nobody is to be disturbed; ``None`` by day."""
    local = to_local(now, zone)
    if times.day_starts <= local.time() < times.day_ends:
        return None
    day = local.date() + timedelta(days=1 if local.time() >= times.day_ends else 0)
    return to_instant(datetime.combine(day, times.day_starts), zone)
