"""An inquiry as the customer reads it, and bookings and wishes in her words."""

from __future__ import annotations

from datetime import datetime

from bot.domain.booking import Booking
from bot.domain.errors import NotFound
from bot.domain.inquiry import Extra, Inquiry, Replacement, WaitlistOffer
from bot.domain.values import to_local, yuan
from bot.domain.waitlist import WaitlistEntry
from bot.ports import Deps, UnitOfWork
from bot.usecases.booking import names_of, reasons_for_review
from bot.zh import inquiries as words
from bot.zh.time_say import say
from bot.zh.window import Window


async def question_of(deps: Deps, uow: UnitOfWork, inquiry: Inquiry, at: datetime) -> str:
    """The question as it is read at the instant ``at``: 明天 is the day after that."""
    booking = await booking_of(uow, inquiry)
    order = await order_in_words(deps, uow, booking, at)
    match inquiry.content:
        case Extra(label=label, fen=fen):
            return words.ask_extra(order, label, yuan(fen), yuan(booking.quote.total_fen + fen))
        case Replacement(provider_ids=provider_ids, former=former, reason=reason):
            asks = words.ask_proposal if await is_proposal(uow, inquiry) else words.ask_replacement
            return asks(order, await _names(uow, former), await _names(uow, provider_ids), reason)
        case WaitlistOffer():
            until = f"{to_local(inquiry.expires_at, deps.zone):%H:%M}"
            # Nobody is promised what a person will look at first.
            is_sure = not await reasons_for_review(uow, booking)
            names = await _names(uow, booking.provider_ids) if is_sure else ()
            return words.ask_offer(order, names, booking.quote.in_words(), until)


async def order_in_words(deps: Deps, uow: UnitOfWork, booking: Booking, at: datetime) -> str:
    """明天（11月24日 周二）14:00–17:00日常保洁."""
    start, end = to_local(booking.window.start, deps.zone), to_local(booking.window.end, deps.zone)
    return await _visit_in_words(deps, uow, booking.service, Window(start, end, "time"), at)


async def wish_in_words(deps: Deps, uow: UnitOfWork, entry: WaitlistEntry, at: datetime) -> str:
    """明天（11月24日 周二）14:00日常保洁, or with the part of the day."""
    start, end = to_local(entry.wanted.start, deps.zone), to_local(entry.wanted.end, deps.zone)
    window = Window(start, None, "time") if entry.exact else Window(start, end, "part")
    return await _visit_in_words(deps, uow, entry.job.service, window, at)


async def is_proposal(uow: UnitOfWork, inquiry: Inquiry) -> bool:
    """Whether it is about other providers who come only if the customer says yes."""
    if not isinstance(inquiry.content, Replacement):
        return False
    return (await booking_of(uow, inquiry)).provider_ids != inquiry.content.provider_ids


async def call_text(deps: Deps, uow: UnitOfWork, inquiry: Inquiry, at: datetime) -> str:
    """For the colleague who calls about a replacement that nobody has answered."""
    booking = await booking_of(uow, inquiry)
    order = await order_in_words(deps, uow, booking, at)
    return words.call_about_replacement(order, await _names(uow, booking.provider_ids))


async def _visit_in_words(deps: Deps, uow: UnitOfWork, code: str, window: Window, at: datetime) -> str:
    service = (await uow.catalogue.get()).service(code)
    return f"{say(window, at.astimezone(deps.zone))}{'的' + service.name if service else ''}"


async def booking_of(uow: UnitOfWork, inquiry: Inquiry) -> Booking:
    if inquiry.booking_id is None:
        raise NotFound(f"inquiry {inquiry.id} is about no booking")
    return await uow.bookings.get(inquiry.booking_id)


async def _names(uow: UnitOfWork, provider_ids: tuple[str, ...]) -> tuple[str, ...]:
    return names_of(await uow.providers.all(), provider_ids)
