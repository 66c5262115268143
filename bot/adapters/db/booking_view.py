"""A booking as ``export bookings`` prints it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.adapters.db.cipher import Cipher
from bot.adapters.db.repositories.bookings import booking_of
from bot.adapters.db.series_view import frequency_on
from bot.domain.booking import Review


def booking_row(row: Any, cipher: Cipher, zone: ZoneInfo) -> Mapping[str, Any]:
    """``row`` also holds ``customer_openid`` and ``series_plan``. Times in ``zone``."""
    booking = booking_of(row, cipher)

    def at(instant: datetime | None) -> str | None:
        return None if instant is None else instant.astimezone(zone).isoformat()

    return {
        "id": booking.id,
        "state": booking.state.value,
        "kind": booking.kind,
        "service": booking.service,
        "window": {"start": at(booking.window.start), "end": at(booking.window.end)},
        "duration_minutes": booking.duration_minutes,
        "provider_id": booking.provider_ids[0] if booking.provider_ids else None,
        "provider_ids": list(booking.provider_ids),
        "providers": len(booking.provider_ids),
        "accepted_by": list(booking.accepted_by),
        "review": _review(booking.review),
        "address": booking.address,
        "district": booking.district,
        "phone": booking.phone,
        "contact_name": booking.contact_name,
        "area_sqm": booking.area_sqm,
        "rooms": booking.rooms,
        "special_needs": list(booking.special_needs),
        "quantities": dict(booking.quantities),
        "notes": booking.notes,
        "quote_fen": booking.quote.total_fen,
        "quote": [{"code": item.code, "label": item.label, "fen": item.fen} for item in booking.quote.items],
        "fee_fen": booking.fee_fen,
        "cancel_reason": booking.cancel_reason,
        "score": None if booking.score_is_anonymous else booking.score,
        "frequency": frequency_on(row.series_plan, booking.window.start.astimezone(zone).date()),
        "series_id": booking.series_id,
        "linked_to": booking.linked_to,
        "customer": row.customer_openid,
        "customer_id": booking.customer_id,
        "created_at": at(booking.created_at),
        "created_by": booking.created_by,
        "hold_expires_at": at(booking.hold_expires_at),
        "events": [
            {"at": at(event.at), "name": event.name, "by": event.by, "detail": dict(event.detail)}
            for event in booking.events
        ],
    }


def _review(review: Review | None) -> Mapping[str, Any] | None:
    return None if review is None else {
        "state": review.state.value, "reasons": list(review.reasons), "by": review.by or None,
    }  # fmt: skip
