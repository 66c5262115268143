"""What a cancel costs."""

from __future__ import annotations

from datetime import datetime

from bot.domain.booking import Booking, BookingState
from bot.domain.policy import Policies


def cancellation_fee(booking: Booking, policies: Policies, now: datetime) -> int:
    """In 分, rounded down; nothing for what was never promised: a hold, or an order that still waits for its review."""
    if booking.awaits_review or booking.state not in (BookingState.CONFIRMED, BookingState.ON_THE_WAY):
        return 0
    minutes_before = (booking.window.start - now).total_seconds() / 60
    return booking.quote.total_fen * policies.cancellation_percent(minutes_before) // 100
