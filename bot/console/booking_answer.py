"""A booking as the API tells it: the words of ``export bookings``, with its review."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from bot.console.fields import Answer
from bot.console.spans import Window, window_of
from bot.domain.booking import Booking
from bot.ports import Deps


class Item(Answer):
    code: str
    label: str
    fen: int


class ReviewAnswer(Answer):
    state: str
    reasons: list[str]
    by: str


class Step(Answer):
    at: datetime
    name: str
    by: str
    detail: dict[str, str]


class BookingAnswer(Answer):
    id: str
    state: str
    kind: str
    service: str
    window: Window
    duration_minutes: int
    provider_ids: list[str]
    accepted_by: list[str] = Field(description="ids of the providers who have said 接单")
    customer_id: str
    contact_name: str
    phone: str
    address: str
    district: str
    area_sqm: float | None
    rooms: str
    special_needs: list[str]
    quantities: dict[str, int]
    notes: str
    quote_fen: int
    quote: list[Item]
    fee_fen: int = Field(description="what a cancel cost")
    cancel_reason: str = Field(description="in the words of who cancelled it")
    score: float | None
    review: ReviewAnswer | None
    linked_to: str | None
    series_id: str | None
    created_at: datetime
    created_by: str
    hold_expires_at: datetime | None
    events: list[Step]


def booking_answer(booking: Booking, deps: Deps) -> BookingAnswer:
    held, review = booking.hold_expires_at, booking.review
    return BookingAnswer(
        id=booking.id,
        state=booking.state.value,
        kind=booking.kind,
        service=booking.service,
        window=window_of(booking.window, deps),
        duration_minutes=booking.duration_minutes,
        provider_ids=list(booking.provider_ids),
        accepted_by=list(booking.accepted_by),
        customer_id=booking.customer_id,
        contact_name=booking.contact_name,
        phone=booking.phone,
        address=booking.address,
        district=booking.district,
        area_sqm=booking.area_sqm,
        rooms=booking.rooms,
        special_needs=list(booking.special_needs),
        quantities=dict(booking.quantities),
        notes=booking.notes,
        quote_fen=booking.quote.total_fen,
        quote=[Item(code=item.code, label=item.label, fen=item.fen) for item in booking.quote.items],
        fee_fen=booking.fee_fen,
        cancel_reason=booking.cancel_reason,
        score=None if booking.score_is_anonymous else booking.score,
        review=ReviewAnswer(state=review.state.value, reasons=list(review.reasons), by=review.by) if review else None,
        linked_to=booking.linked_to,
        series_id=booking.series_id,
        created_at=booking.created_at.astimezone(deps.zone),
        created_by=booking.created_by,
        hold_expires_at=held.astimezone(deps.zone) if held else None,
        events=[
            Step(at=event.at.astimezone(deps.zone), name=event.name, by=event.by, detail=dict(event.detail))
            for event in booking.events
        ],
    )
