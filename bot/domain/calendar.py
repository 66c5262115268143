"""A provider's day in whole minutes: her visits, and how instants become minutes and back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from bot.domain.values import TimeWindow


class Visit(NamedTuple):
    """One provider's part of a booking. Minutes since 1970 (UTC); ``taken_*`` with the way there, in whole cells."""

    booking_id: str
    starts: int
    ends: int
    taken_from: int
    taken_until: int
    district: str = ""

    def overlaps(self, window: TimeWindow) -> bool:
        """Whether what she cannot give away touches ``window``."""
        return self.taken_from < minute_of(window.end) and minute_of(window.start) < self.taken_until


def minute_of(instant: datetime) -> int:
    """Whole minutes since 1970; windows begin and end on minutes."""
    return int(instant.timestamp()) // 60


def instant_of(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, UTC)


def visit_of(booking_id: str, window: TimeWindow, taken: TimeWindow, district: str = "") -> Visit:
    edges = [minute_of(edge) for edge in (window.start, window.end, taken.start, taken.end)]
    return Visit(booking_id, edges[0], edges[1], edges[2], edges[3], district)
