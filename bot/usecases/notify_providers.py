"""Reactions: providers are told of every change of their visits, whoever has made it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.booking import Booking, BookingState
from bot.domain.events import (
    BookingCancelled,
    BookingChanged,
    BookingConfirmed,
    BookingRescheduled,
    BookingRestored,
    ProviderReplaced,
    ReviewDecided,
)
from bot.domain.messages import Bubble
from bot.domain.provider_notice import ProviderNotice, ProviderNoticeKind, concerned
from bot.domain.sending import Purpose
from bot.ports import CompanyClock, UnitOfWork
from bot.usecases.visit_words import known_provider, order_words
from bot.usecases.write_to import Letter, write_in
from bot.zh import provider_notices as zh
from bot.zh.provider_notices import OrderWords

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
