"""Reactions around inquiries and the waiting list: their audit rows, and questions that nobody needs any more."""

from __future__ import annotations

from bot.domain.audit import AuditEntry
from bot.domain.events import (
    BookingCancelled,
    BookingRescheduled,
    InquiryAnswered,
    InquiryAsked,
    InquiryLapsed,
    WaitlistJoined,
    WaitlistLeft,
    WaitlistOffered,
    WaitlistTaken,
)
from bot.domain.inquiry import InquiryKind
from bot.ports import Clock, UnitOfWork


async def audit_inquiry(uow: UnitOfWork, event: InquiryAsked | InquiryAnswered | InquiryLapsed, clock: Clock) -> None:
    inquiry, actor = event.inquiry, "system" if isinstance(event, InquiryLapsed) else event.by
    action = "inquiry_asked" if isinstance(event, InquiryAsked) else f"inquiry_{inquiry.state.value}"
    detail = {"kind": inquiry.kind.value, "booking_id": inquiry.booking_id or ""}
    await uow.audit.add(AuditEntry(clock.now(), actor, action, "inquiry", inquiry.id, detail))


async def audit_waitlist(
    uow: UnitOfWork, event: WaitlistJoined | WaitlistOffered | WaitlistTaken | WaitlistLeft, clock: Clock
) -> None:
    entry = event.entry
    actor = (
        event.by if isinstance(event, WaitlistLeft) else "system" if isinstance(event, WaitlistOffered) else "customer"
    )
    action = "waitlist_joined" if isinstance(event, WaitlistJoined) else f"waitlist_{entry.state.value}"
    detail = {"service": entry.job.service, "booking_id": entry.booking_id or ""}
    await uow.audit.add(AuditEntry(clock.now(), actor, action, "waitlist", entry.id, detail))


async def drop_questions(uow: UnitOfWork, event: BookingCancelled | BookingRescheduled, clock: Clock) -> None:
    """What was asked about an order that is gone needs no answer; nor who comes, once it is at another time."""
    for inquiry in await uow.inquiries.open_about(event.booking.id):
        if isinstance(event, BookingCancelled) or inquiry.kind is InquiryKind.REPLACEMENT:
            withdrawn = inquiry.withdrawn()
            await uow.inquiries.save(withdrawn)
            uow.happened(InquiryLapsed(withdrawn))
