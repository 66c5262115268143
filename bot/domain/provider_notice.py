"""What a provider is told about her visits: kept for her to read, whatever way it reaches her."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.domain.booking import UPCOMING, Booking, ReviewState


class ProviderNoticeKind(Enum):
    NEW_VISIT = "new_visit"
    TAKEN_OVER = "taken_over"  # from another
    GIVEN_AWAY = "given_away"  # to another
    MOVED = "moved"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    DAY_AHEAD = "day_ahead"  # tomorrow's visits


@dataclass(frozen=True, slots=True)
class ProviderNotice:
    """One text for one provider; ``booking_id`` is ``None`` where it is about a whole day."""

    id: int
    provider_id: str
    kind: ProviderNoticeKind
    text: str
    created_at: datetime
    booking_id: str | None = None
    read_at: datetime | None = None


def concerned(
    booking: Booking, before: Booking | None, stays: ProviderNoticeKind, gains: ProviderNoticeKind
) -> Sequence[tuple[str, ProviderNoticeKind]]:
    """Whom a change is told, and as what: who keeps the visit hears ``stays``, who comes newly hears ``gains``.

    A visit that waits for its review, or did not pass it, is promised to nobody: nobody has to hear of it.
    """
    had = _promised_to(before) if before is not None else ()
    has = _promised_to(booking)
    loses = ProviderNoticeKind.GIVEN_AWAY if has else ProviderNoticeKind.CANCELLED
    told = [(provider, stays if provider in had else gains) for provider in has]
    return [*told, *((provider, loses) for provider in had if provider not in has)]


def visits_of(provider_id: str, bookings: Collection[Booking]) -> Sequence[Booking]:
    """Those that she is promised for, in order of their start."""
    own = [booking for booking in bookings if provider_id in _promised_to(booking)]
    return sorted(own, key=lambda booking: booking.window.start)


def _promised_to(booking: Booking) -> tuple[str, ...]:
    passed = booking.review is None or booking.review.state in (ReviewState.APPROVED, ReviewState.REPLACED)
    promised = booking.state in UPCOMING and passed
    return booking.provider_ids if promised else ()
