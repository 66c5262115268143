"""Reactions around inquiries and the waiting list: their audit rows, and questions that nobody needs any more."""

from __future__ import annotations

from bot.domain.audit import AuditEntry
from bot.domain.events import (
    BookingCancelled,
    BookingChanged,
    BookingRescheduled,
    InquiryAnswered,
    InquiryAsked,
    InquiryLapsed,
    ProviderReplaced,
    ReviewDecided,
    WaitlistJoined,
    WaitlistLeft,
    WaitlistOffered,
    WaitlistOfferTakenBack,
    WaitlistTaken,
)
from bot.domain.inquiry import Inquiry, Replacement
from bot.ports import Clock, UnitOfWork
from bot.usecases.inquiries import withdraw

Change = BookingCancelled | BookingRescheduled | BookingChanged | ProviderReplaced | ReviewDecided


async def audit_inquiry(uow: UnitOfWork, event: InquiryAsked | InquiryAnswered | InquiryLapsed, clock: Clock) -> None:
    inquiry, actor = event.inquiry, "system" if isinstance(event, InquiryLapsed) else event.by
    action = "inquiry_asked" if isinstance(event, InquiryAsked) else f"inquiry_{inquiry.state.value}"
    detail = {"kind": inquiry.kind.value, "booking_id": inquiry.booking_id or ""}
    await uow.audit.add(AuditEntry(clock.now(), actor, action, "inquiry", inquiry.id, detail))


async def audit_waitlist(
    uow: UnitOfWork,
    event: WaitlistJoined | WaitlistOffered | WaitlistOfferTakenBack | WaitlistTaken | WaitlistLeft,
    clock: Clock,
) -> None:
    entry = event.entry
    by_itself = isinstance(event, WaitlistOffered | WaitlistOfferTakenBack)
    actor = event.by if isinstance(event, WaitlistLeft) else "system" if by_itself else "customer"
    action = "waitlist_joined" if isinstance(event, WaitlistJoined) else f"waitlist_{entry.state.value}"
    detail = {"service": entry.job.service, "booking_id": entry.booking_id or ""}
    await uow.audit.add(AuditEntry(clock.now(), actor, action, "waitlist", entry.id, detail))


async def drop_questions(uow: UnitOfWork, event: Change, clock: Clock) -> None:
    """What was asked about an order that is gone needs no answer; nor who comes, once others do or at another time."""
    for inquiry in await uow.inquiries.open_about(event.booking.id):
        if isinstance(event, BookingCancelled) or await _is_overtaken(uow, inquiry, event):
            await withdraw(uow, inquiry)


async def _is_overtaken(uow: UnitOfWork, inquiry: Inquiry, event: Change) -> bool:
    """Whether it asks who comes to a visit that has another time since, or other people than it speaks of."""
    if not isinstance(inquiry.content, Replacement):
        return False
    if isinstance(event, BookingRescheduled):
        return True
    others_come = event.before is None or event.before.provider_ids != event.booking.provider_ids
    # As it is by now: the same transaction may have changed it twice, and asked about the second.
    now_come = (await uow.bookings.get(event.booking.id)).provider_ids
    return others_come and now_come != inquiry.content.provider_ids
