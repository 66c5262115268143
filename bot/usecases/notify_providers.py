"""Reactions: providers are told of every change of their visits, whoever has made it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.booking import Booking, BookingState
from bot.domain.events import (
    BookingCancelled,
    BookingChanged,
    BookingConfirmed,
    BookingRescheduled,
    BookingRestored,
    CallTaskNeeded,
    ProviderReplaced,
    ReviewDecided,
)
from bot.domain.messages import Bubble
from bot.domain.notices import quiet_until
from bot.domain.provider_notice import ProviderNotice, ProviderNoticeKind, concerned
from bot.domain.sending import Purpose
from bot.ports import CompanyClock, UnitOfWork
from bot.usecases.policies import policies_in
from bot.usecases.visit_words import known_provider, order_words
from bot.usecases.write_to import Letter, write_in
from bot.zh import provider_notices as zh
from bot.zh.provider_notices import OrderWords
from bot.zh.staff import ring_provider

Change = (
    BookingConfirmed
    | BookingCancelled
    | BookingRescheduled
    | BookingChanged
    | BookingRestored
    | ProviderReplaced
    | ReviewDecided
)

_Kind = ProviderNoticeKind

# What those hear who keep the visit, and those who come newly.
_HEARD: dict[type[Change], tuple[_Kind, _Kind]] = {
    BookingConfirmed: (_Kind.NEW_VISIT, _Kind.NEW_VISIT),
    BookingCancelled: (_Kind.CANCELLED, _Kind.CANCELLED),
    BookingRescheduled: (_Kind.MOVED, _Kind.TAKEN_OVER),
    BookingChanged: (_Kind.CHANGED, _Kind.TAKEN_OVER),
    BookingRestored: (_Kind.RESTORED, _Kind.RESTORED),
    ProviderReplaced: (_Kind.CHANGED, _Kind.TAKEN_OVER),
    ReviewDecided: (_Kind.NEW_VISIT, _Kind.NEW_VISIT),
}


async def tell_providers(uow: UnitOfWork, event: Change, clock: CompanyClock) -> None:
    """Each provider concerned, also the one who loses the visit."""
    booking, before = event.booking, _before(event)
    stays, gains = _HEARD[type(event)]
    now = await order_words(uow, booking, clock.zone)
    was = now if before is None else await order_words(uow, before, clock.zone)
    for provider_id, kind in concerned(booking, before, stays, gains):
        text = _text(kind, now, was)
        await tell_provider(uow, clock, provider_id, kind, text, booking.id, lapses_at=booking.window.start)
        if booking.events[-1].by != provider_id:  # Who has done it herself is awake and knows.
            await _call_if_morning_is_too_late(uow, clock, provider_id, text, booking, _earliest(kind, booking, before))


async def tell_provider(
    uow: UnitOfWork,
    clock: CompanyClock,
    provider_id: str,
    kind: ProviderNoticeKind,
    text: str,
    booking_id: str | None = None,
    lapses_at: datetime | None = None,
) -> None:
    """Kept for her to read; written to her as well where she has a conversation with the account."""
    await uow.provider_notices.add(ProviderNotice(0, provider_id, kind, text, clock.now(), booking_id))
    provider = await known_provider(uow, provider_id)
    if provider is None or not provider.openid:
        return
    conversation = await uow.conversations.by_openid(provider.openid)
    if conversation is not None:
        await write_in(uow, clock, conversation, Letter(Bubble(text), Purpose.REMINDER, lapses_at=lapses_at))


def _before(event: Change) -> Booking | None:
    """The booking as its providers knew it; ``None`` where they had not heard of it."""
    if isinstance(event, BookingConfirmed | BookingRestored | ReviewDecided):
        return None
    if event.before is not None:
        return event.before
    return replace(event.booking, state=BookingState.CONFIRMED)


def _earliest(kind: ProviderNoticeKind, booking: Booking, before: Booking | None) -> datetime:
    """When she would set out for nothing, or has to be there, whichever is first."""
    had = booking if before is None else before
    match kind:
        case ProviderNoticeKind.CANCELLED | ProviderNoticeKind.GIVEN_AWAY:
            return had.window.start
        case ProviderNoticeKind.MOVED:
            return min(had.window.start, booking.window.start)
        case _:
            return booking.window.start


async def _call_if_morning_is_too_late(
    uow: UnitOfWork, clock: CompanyClock, provider_id: str, text: str, booking: Booking, start: datetime
) -> None:
    """Nobody is written to at night, and who has to be there early in the morning cannot wait for the morning."""
    now, times = clock.now(), (await policies_in(uow)).notices
    morning = quiet_until(now, times, clock.zone)
    if morning is None or not now < start < morning + timedelta(minutes=times.before_minutes):
        return
    provider = await known_provider(uow, provider_id)
    name = provider.name if provider is not None else provider_id
    uow.happened(CallTaskNeeded(booking.customer_id, "provider_before_morning", ring_provider(name, text)))


def _text(kind: ProviderNoticeKind, now: OrderWords, was: OrderWords) -> str:
    match kind:
        case ProviderNoticeKind.MOVED:
            return zh.moved(now, was)
        case ProviderNoticeKind.CANCELLED:
            return zh.cancelled(was)
        case ProviderNoticeKind.GIVEN_AWAY:
            return zh.given_away(was)
        case ProviderNoticeKind.TAKEN_OVER:
            return zh.taken_over(now)
        case ProviderNoticeKind.CHANGED:
            return zh.changed(now)
        case ProviderNoticeKind.RESTORED:
            return zh.restored(now)
        case _:
            return zh.new_visit(now)
