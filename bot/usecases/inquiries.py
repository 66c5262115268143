"""Questions put to customers whose yes changes something (征询): asked, answered once, or run out.

Functions that take a unit of work are steps of somebody else's transaction; ``expire_inquiries`` is a use case. Rows
are written in one order everywhere (booking, waiting list, inquiry), so that no two wait for each other for ever.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import structlog

from bot.dialogue.asking import InquiryView
from bot.domain.booking import UPCOMING, Booking
from bot.domain.errors import DomainError, IllegalTransition, NotFound, StoreBusy, WindowTaken
from bot.domain.events import (
    BookingCancelled,
    CallTaskNeeded,
    InquiryAnswered,
    InquiryAsked,
    InquiryLapsed,
    ProviderReplaced,
)
from bot.domain.inquiry import Content, Extra, Inquiry, Replacement, WaitlistOffer
from bot.domain.pricing import EXTRA, QuoteItem
from bot.domain.values import new_id, to_local
from bot.ports import Deps, UnitOfWork
from bot.usecases import waitlist_offer
from bot.usecases.booking import own_booking
from bot.usecases.inquiry_words import call_text, is_proposal, question_of
from bot.usecases.order import add_extra, move
from bot.usecases.telling import put, reached_at, was_sent

log = structlog.get_logger()


async def ask(deps: Deps, uow: UnitOfWork, inquiry: Inquiry, by: str = "system") -> Inquiry:
    """Puts it to the customer, by day; an open one that it takes the place of is asked no more."""
    if inquiry.booking_id is not None:
        for older in await uow.inquiries.open_about(inquiry.booking_id):
            if older.content == inquiry.content:
                return older  # It is asked already.
            if inquiry.replaces(older):
                await withdraw(uow, older)
    asked = replace(inquiry, outbound_id=(await put(deps, uow, inquiry)).id)
    await uow.inquiries.add(asked)
    uow.happened(InquiryAsked(asked, by))
    return asked


async def ask_about(deps: Deps, uow: UnitOfWork, booking: Booking, content: Content, by: str = "system") -> Inquiry:
    """Asks the customer of a booking; open for as long as the owner says, not beyond the visit's start.

    What is asked while somebody is at it (an extra) stays open beyond; what is asked after the start is too late.
    """
    now, begins = deps.clock.now(), booking.window.start
    reached = await reached_at(deps, uow, now)
    ends = reached + timedelta(minutes=(await uow.catalogue.get()).policies.inquiry_minutes)
    if now < begins or not isinstance(content, Extra):
        ends = min(ends, begins)
    if isinstance(content, WaitlistOffer) and booking.hold_expires_at is not None:
        ends = booking.hold_expires_at
    return await ask(deps, uow, Inquiry(new_id("iq"), booking.customer_id, booking.id, content, now, ends), by)


async def ask_extra(deps: Deps, uow: UnitOfWork, booking_id: str, label: str, fen: int, by: str) -> Inquiry:
    """Work beyond what was booked: put on the bill when the customer says yes. Raises ``IllegalTransition``."""
    booking = await uow.bookings.get(booking_id)
    if booking.state not in UPCOMING:
        raise IllegalTransition(f"booking {booking_id} is {booking.state.value} and takes no extra")
    return await ask_about(deps, uow, booking, Extra(label, fen, by), by)


async def answer(
    deps: Deps, uow: UnitOfWork, inquiry_id: str, customer_id: str, yes: bool, by: str = "customer"
) -> Inquiry:
    """Takes the customer's word and does what it asks for; answered again, the first answer counts.

    Raises what hinders it (``HoldExpired``, ``WindowTaken``, ``IllegalTransition``): then the booking is as it was, and
    what cannot be done is asked no more.
    """
    inquiry = await _own(uow, inquiry_id, customer_id)
    if inquiry.answered_at is not None:
        return inquiry
    answered = inquiry.answered(yes, deps.clock.now())
    try:
        async with uow.savepoint():
            await _settle(deps, uow, answered, yes, by)
    except (IllegalTransition, WindowTaken):
        await withdraw(uow, inquiry)
        raise
    await _answered(uow, answered, by)
    return answered


async def cancel_instead(deps: Deps, uow: UnitOfWork, inquiry_id: str, customer_id: str, by: str) -> Booking:
    """Who does not want the other provider may cancel without a fee, until the visit begins (``IllegalTransition``)."""
    inquiry = await _own(uow, inquiry_id, customer_id)
    if not isinstance(inquiry.content, Replacement) or inquiry.booking_id is None:
        raise IllegalTransition(f"inquiry {inquiry_id} is about no replacement")
    now = deps.clock.now()
    refused = inquiry.answered(False, now)
    booking = await own_booking(uow, inquiry.booking_id, customer_id)
    if booking.window.start <= now:
        raise IllegalTransition(f"booking {booking.id} has begun")
    cancelled = booking.cancelled(now, by, "replacement_refused")
    await uow.bookings.save(cancelled)
    await _answered(uow, refused, by)
    uow.happened(BookingCancelled(cancelled, booking))
    return cancelled


async def withdraw(uow: UnitOfWork, inquiry: Inquiry) -> None:
    withdrawn = inquiry.withdrawn()
    await uow.inquiries.save(withdrawn)
    uow.happened(InquiryLapsed(withdrawn))


async def expire_inquiries(deps: Deps) -> int:
    """Closes every inquiry that has run out; returns how many."""
    async with deps.uow() as uow:
        lapsed = [inquiry.id for inquiry in await uow.inquiries.lapsed(deps.clock.now())]
    closed = 0
    for inquiry_id in lapsed:
        try:
            closed += await _expire(deps, inquiry_id)
        except (DomainError, StoreBusy) as error:
            log.warning("inquiry_not_expired", inquiry_id=inquiry_id, code=error.code)
    return closed


async def view_of_asked(deps: Deps, uow: UnitOfWork, customer_id: str, turn_id: str) -> InquiryView | None:
    """The newest inquiry that had been put to the customer when she wrote the turn's first message.

    What was asked while she wrote is not what she answers.
    """
    still_open = await uow.inquiries.open_of(customer_id)
    if not still_open:
        return None
    now = deps.clock.now()
    heard_at = min((item.received_at for item in await uow.inbox.of_turn(turn_id)), default=now)
    for inquiry in still_open:
        asked_at = await reached_at(deps, uow, inquiry.created_at)
        if asked_at <= heard_at and now < inquiry.expires_at:
            question = await question_of(deps, uow, inquiry, now)
            kind = "proposal" if await is_proposal(uow, inquiry) else inquiry.kind.value
            return InquiryView(inquiry.id, kind, question, inquiry.booking_id, to_local(asked_at, deps.zone))
    return None


async def _own(uow: UnitOfWork, inquiry_id: str, customer_id: str) -> Inquiry:
    inquiry = await uow.inquiries.get(inquiry_id)
    if inquiry.customer_id != customer_id:
        raise NotFound(f"inquiry {inquiry_id} is not this customer's")
    return inquiry


async def _answered(uow: UnitOfWork, inquiry: Inquiry, by: str) -> None:
    await uow.inquiries.save(inquiry)
    uow.happened(InquiryAnswered(inquiry, by))


async def _settle(deps: Deps, uow: UnitOfWork, inquiry: Inquiry, yes: bool, by: str) -> None:
    """What follows from the answer; a refused extra or replacement leaves the booking as it is."""
    match inquiry.content:
        case Extra() as extra if yes:
            await _add_extra(deps, uow, inquiry, extra, by)
        case Replacement() as replacement if yes:
            await _replace(deps, uow, inquiry, replacement, by)
        case WaitlistOffer() as offer if yes:
            await waitlist_offer.take(deps, uow, offer, inquiry.customer_id, by)
        case WaitlistOffer() as offer:
            await waitlist_offer.refuse(deps, uow, offer, by)


async def _add_extra(deps: Deps, uow: UnitOfWork, inquiry: Inquiry, extra: Extra, by: str) -> None:
    booking = await own_booking(uow, inquiry.booking_id or "", inquiry.customer_id)
    await add_extra(deps, uow, booking.id, QuoteItem(EXTRA, extra.label, extra.fen), by)


async def _replace(deps: Deps, uow: UnitOfWork, inquiry: Inquiry, replacement: Replacement, by: str) -> None:
    """Puts the others in place where they were only proposed."""
    booking = await own_booking(uow, inquiry.booking_id or "", inquiry.customer_id)
    if booking.provider_ids == replacement.provider_ids:
        return
    changed = booking.reassigned(replacement.provider_ids, deps.clock.now(), by, replacement.reason)
    await move(deps, uow, changed, booking)
    uow.happened(ProviderReplaced(changed, booking))


async def _expire(deps: Deps, inquiry_id: str) -> bool:
    """Without an answer an extra is not done, a proposal not taken, and what is in place stays."""
    async with deps.uow() as uow:
        inquiry = await uow.inquiries.get(inquiry_id)
        if not inquiry.is_open:
            return False
        expired = inquiry.expired()
        match inquiry.content:
            case WaitlistOffer() as offer:
                if await was_sent(uow, inquiry):
                    await waitlist_offer.lapse(deps, uow, offer)
                else:
                    await waitlist_offer.take_back(deps, uow, offer)
            case Replacement() if not await is_proposal(uow, inquiry):
                # Others come now, and nobody knows whether they are welcome.
                text = await call_text(deps, uow, inquiry, deps.clock.now())
                uow.happened(CallTaskNeeded(inquiry.customer_id, "replacement_unanswered", text))
        await uow.inquiries.save(expired)
        uow.happened(InquiryLapsed(expired))
        await uow.commit()
    return True
