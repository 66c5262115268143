"""The one table: event -> what follows, in the same transaction (R11)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.domain.audit import AuditEntry, CallTask
from bot.domain.booking import Booking
from bot.domain.events import (
    BookingCancelled,
    BookingConfirmed,
    BookingRescheduled,
    BookingRestored,
    CallTaskNeeded,
    CustomerChanged,
    Event,
    HandoffQueued,
    HoldPlaced,
    HoldReleased,
    ProviderReplaced,
    ReplacementProposed,
    VisitReported,
)
from bot.ports import Clock, UnitOfWork

Reaction = Callable[[UnitOfWork, Any, Clock], Awaitable[None]]


async def _audit_booking(uow: UnitOfWork, booking: Booking) -> None:
    step = booking.events[-1]
    detail = {"state": booking.state.value, **step.detail}
    await uow.audit.add(AuditEntry(step.at, step.by, step.name, "booking", booking.id, detail))


_Step = (
    HoldPlaced
    | HoldReleased
    | BookingConfirmed
    | BookingCancelled
    | BookingRescheduled
    | BookingRestored
    | VisitReported
    | ProviderReplaced
)


async def audit_step(uow: UnitOfWork, event: _Step, clock: Clock) -> None:
    await _audit_booking(uow, event.booking)


async def audit_proposal(uow: UnitOfWork, event: ReplacementProposed, clock: Clock) -> None:
    detail = {"to": ",".join(event.provider_ids), "reason": event.reason}
    entry = AuditEntry(clock.now(), "dispatch", "replacement_proposed", "booking", event.booking.id, detail)
    await uow.audit.add(entry)


async def remember_customer(uow: UnitOfWork, event: BookingConfirmed, clock: Clock) -> None:
    """The address and phone of a booking are known from then on, so that they are never asked again."""
    booking = event.booking
    customer = await uow.customers.get(booking.customer_id)
    changed = customer.with_contact(booking.address, booking.phone, booking.contact_name)
    if changed != customer:
        await uow.customers.save(changed)
        names = {"addresses": "address", "phone": "phone", "name": "name"}
        fields = tuple(word for name, word in names.items() if getattr(changed, name) != getattr(customer, name))
        uow.happened(CustomerChanged(customer.id, "bot", fields))


async def audit_customer(uow: UnitOfWork, event: CustomerChanged, clock: Clock) -> None:
    detail = {"fields": ",".join(event.fields)}
    entry = AuditEntry(clock.now(), event.by, "customer_changed", "customer", event.customer_id, detail)
    await uow.audit.add(entry)


async def audit_handoff(uow: UnitOfWork, event: HandoffQueued, clock: Clock) -> None:
    detail = {"reason": event.reason}
    entry = AuditEntry(clock.now(), "bot", "handoff_queued", "conversation", event.conversation.id, detail)
    await uow.audit.add(entry)


async def ask_staff_to_call(uow: UnitOfWork, event: CallTaskNeeded, clock: Clock) -> None:
    await uow.call_tasks.add(CallTask(event.customer_id, event.reason, event.text, clock.now()))


REACTIONS: Mapping[type[Event], tuple[Reaction, ...]] = {
    HoldPlaced: (audit_step,),
    HoldReleased: (audit_step,),
    BookingConfirmed: (audit_step, remember_customer),
    BookingCancelled: (audit_step,),
    BookingRescheduled: (audit_step,),
    BookingRestored: (audit_step,),
    VisitReported: (audit_step,),
    ProviderReplaced: (audit_step,),
    ReplacementProposed: (audit_proposal,),
    CustomerChanged: (audit_customer,),
    HandoffQueued: (audit_handoff,),
    CallTaskNeeded: (ask_staff_to_call,),
}


def reactor(clock: Clock) -> Callable[[UnitOfWork, Event], Awaitable[None]]:
    """What a unit of work calls for each event inside its commit."""

    async def react(uow: UnitOfWork, event: Event) -> None:
        for reaction in REACTIONS[type(event)]:
            await reaction(uow, event, clock)

    return react
