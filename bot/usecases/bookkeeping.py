"""Reactions: what is written down of everything that happens."""

from __future__ import annotations

from bot.domain.access import STAFF
from bot.domain.audit import AuditEntry, CallTask
from bot.domain.booking import Booking
from bot.domain.events import (
    BookingCancelled,
    BookingChanged,
    BookingConfirmed,
    BookingLoaded,
    BookingRescheduled,
    BookingRestored,
    CallTaskNeeded,
    CustomerChanged,
    CustomerErased,
    HoldPlaced,
    HoldReleased,
    LeaveTaken,
    LeaveWithdrawn,
    MissSeen,
    ProviderReplaced,
    ReplacementMissing,
    ReviewDecided,
    ReviewOverdue,
    SeriesChanged,
    SeriesEnded,
    SeriesStarted,
    SeriesStopped,
    SeriesVisitMissing,
    TokenDisabled,
    TokenIssued,
    VisitReported,
    VisitUnreported,
)
from bot.domain.series import Series
from bot.ports import Clock, UnitOfWork
from bot.zh.staff import series_stopped, visit_missing

_Step = (
    HoldPlaced
    | HoldReleased
    | BookingConfirmed
    | BookingLoaded
    | BookingCancelled
    | BookingRescheduled
    | BookingChanged
    | BookingRestored
    | ProviderReplaced
    | ReviewDecided
    | VisitReported
)


async def audit_step(uow: UnitOfWork, event: _Step, clock: Clock) -> None:
    """Every step since the booking as it was before; the last one where nobody knows how it was."""
    booking, before = event.booking, getattr(event, "before", None)
    known = len(before.events) if before is not None else len(booking.events) - 1
    for step in booking.events[known:]:
        detail = {"state": booking.state.value, **step.detail}
        await uow.audit.add(AuditEntry(step.at, step.by, step.name, "booking", booking.id, detail))


async def remember_customer(uow: UnitOfWork, event: BookingConfirmed, clock: Clock) -> None:
    """A series was agreed to when it was started: a visit that is made of it later tells nothing new."""
    if event.booking.series_id is None:
        await _remember(uow, event.booking)


async def remember_customer_of_series(uow: UnitOfWork, event: SeriesStarted, clock: Clock) -> None:
    await _remember(uow, event.series)


async def _remember(uow: UnitOfWork, agreed: Booking | Series) -> None:
    """The address and phone of an order are known from then on, so that they are never asked again."""
    customer = await uow.customers.get(agreed.customer_id)
    changed = customer.with_contact(agreed.address, agreed.phone, agreed.contact_name)
    if changed != customer:
        await uow.customers.save(changed)
        names = {"addresses": "address", "phone": "phone", "name": "name"}
        fields = tuple(word for name, word in names.items() if getattr(changed, name) != getattr(customer, name))
        uow.happened(CustomerChanged(customer.id, "bot", fields))


async def audit_customer(uow: UnitOfWork, event: CustomerChanged, clock: Clock) -> None:
    detail = {"fields": ",".join(event.fields)}
    entry = AuditEntry(clock.now(), event.by, "customer_changed", "customer", event.customer_id, detail)
    await uow.audit.add(entry)


async def audit_miss(uow: UnitOfWork, event: MissSeen, clock: Clock) -> None:
    label = event.miss.label
    detail = {"state": event.miss.state.value, "intents": ",".join(label.intents) if label else ""}
    await uow.audit.add(AuditEntry(clock.now(), event.by, "miss_seen", "miss", str(event.miss.id), detail))


async def audit_erasure(uow: UnitOfWork, event: CustomerErased, clock: Clock) -> None:
    detail = {"parts": ",".join(event.parts)} if event.parts else {}
    entry = AuditEntry(clock.now(), event.by, "customer_erased", "customer", event.customer_id, detail)
    await uow.audit.add(entry)


async def audit_leave(uow: UnitOfWork, event: LeaveTaken | LeaveWithdrawn, clock: Clock) -> None:
    if isinstance(event, LeaveWithdrawn):
        by, action = event.by, "leave_withdrawn"
    else:
        by, action = event.leave.created_by, "leave_taken"
    detail = {"from": event.leave.window.start.isoformat(), "to": event.leave.window.end.isoformat()}
    await uow.audit.add(AuditEntry(clock.now(), by, action, "provider", event.leave.provider_id, detail))


async def ask_staff_to_replace(uow: UnitOfWork, event: ReplacementMissing, clock: Clock) -> None:
    """Nobody else is free: a person finds a way together with the customer, the order is not dropped."""
    text = f"订单{event.booking.id}的家政员来不了，没有别人有空，请联系客户商量"
    await uow.call_tasks.add(CallTask(event.booking.customer_id, "replacement_missing", text, clock.now()))


async def ask_staff_to_review(uow: UnitOfWork, event: ReviewOverdue, clock: Clock) -> None:
    text = f"订单{event.booking.id}快到上门时间了还没审核，请马上审核或联系客户"
    await uow.call_tasks.add(CallTask(event.booking.customer_id, "review_overdue", text, clock.now()))


async def ask_staff_how_it_went(uow: UnitOfWork, event: VisitUnreported, clock: Clock) -> None:
    text = f"订单{event.booking.id}早该结束了，没人报过完成，请问问家政员和客户"
    await uow.call_tasks.add(CallTask(event.booking.customer_id, "visit_unreported", text, clock.now()))


async def ask_staff_to_call(uow: UnitOfWork, event: CallTaskNeeded, clock: Clock) -> None:
    await uow.call_tasks.add(CallTask(event.customer_id, event.reason, event.text, clock.now()))


async def audit_series(
    uow: UnitOfWork,
    event: SeriesStarted | SeriesChanged | SeriesEnded | SeriesStopped | SeriesVisitMissing,
    clock: Clock,
) -> None:
    series, step = event.series, event.series.events[-1]
    detail = {"state": series.state.value, **step.detail}
    await uow.audit.add(AuditEntry(step.at, step.by, step.name, "series", series.id, detail))


async def ask_staff_about_missing_visit(uow: UnitOfWork, event: SeriesVisitMissing, clock: Clock) -> None:
    service = (await uow.catalogue.get()).service(event.series.service)
    text = visit_missing(service.name if service else event.series.service, event.start)
    await uow.call_tasks.add(CallTask(event.series.customer_id, "series_visit_missing", text, clock.now()))


async def ask_staff_about_stopped_series(uow: UnitOfWork, event: SeriesStopped, clock: Clock) -> None:
    service = (await uow.catalogue.get()).service(event.series.service)
    text = series_stopped(service.name if service else event.series.service)
    await uow.call_tasks.add(CallTask(event.series.customer_id, "series_stopped", text, clock.now()))


async def audit_token(uow: UnitOfWork, event: TokenIssued | TokenDisabled, clock: Clock) -> None:
    token, action = event.token, "token_issued" if isinstance(event, TokenIssued) else "token_disabled"
    entity = "agent" if token.role in STAFF else "provider"
    await uow.audit.add(AuditEntry(clock.now(), event.by, action, entity, token.subject, {"role": token.role.value}))
