"""The clock that customers speak by."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

_SHANGHAI = timezone(timedelta(hours=8))


def local(now: datetime) -> datetime:
    """An aware instant as naive Shanghai time (no daylight saving since 1991), to the minute."""
    return now.astimezone(_SHANGHAI).replace(tzinfo=None, second=0, microsecond=0)
