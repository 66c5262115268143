"""What a cancel costs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.domain.booking import CUSTOMER, Booking, BookingState
from bot.domain.policy import Policies


def cancellation_fee(booking: Booking, policies: Policies, now: datetime) -> int:
    """In 分, rounded down; nothing for what was never promised: a hold, or an order that still waits for its review."""
    if booking.awaits_review or booking.state not in (BookingState.CONFIRMED, BookingState.ON_THE_WAY):
        return 0
    percent = max(policies.cancellation_percent(minutes) for minutes in _minutes_before(booking, now))
    return booking.quote.total_fen * percent // 100


def _minutes_before(booking: Booking, now: datetime) -> Iterator[float]:
    """How long before the visit it is now, and was whenever the customer put it off: a late move saves no fee."""
    yield (booking.window.start - now).total_seconds() / 60
    for event in booking.events:
        if event.name == "booking_rescheduled" and event.by == CUSTOMER:
            yield (datetime.fromisoformat(event.detail["from"]) - event.at).total_seconds() / 60
