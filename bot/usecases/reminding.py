"""Reminders that are due become outbox rows, each once, by day, and only while they are of use."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import structlog

from bot.domain.booking import Booking, BookingState
from bot.domain.errors import InvalidData
from bot.domain.messages import Bubble
from bot.domain.notices import NoticeKind, Reminder, ReminderKind, ReminderState, is_eve_of, quiet_until
from bot.domain.sending import Purpose
from bot.domain.values import to_local
from bot.ports import CompanyClock, Deps, UnitOfWork
from bot.usecases.notify import template_notice
from bot.usecases.policies import policies_in
from bot.usecases.visit_words import visit_words
from bot.usecases.write_to import Letter, write_to_customer
from bot.zh import notices as zh

log = structlog.get_logger()

_KINDS = {ReminderKind.EVE: NoticeKind.EVE, ReminderKind.DAY: NoticeKind.DAY}


async def remind_next(deps: Deps) -> bool:
    """Deals with the reminder that is due; False when there is none."""
    now = deps.clock.now()
    async with deps.uow() as uow:
        reminder = await uow.reminders.claim_due(now)
        if reminder is None:
            return False
        try:
            await _deal_with(deps, uow, reminder, now)
        except InvalidData:
            # No key opens the booking or its customer any more: it must not stand before everybody else's.
            log.error("reminder_unreadable", booking_id=reminder.booking_id)
            await uow.reminders.settle(_void(reminder))
        await uow.commit()
    return True


async def _deal_with(deps: Deps, uow: UnitOfWork, reminder: Reminder, now: datetime) -> None:
    booking = await uow.bookings.get(reminder.booking_id)
    promised = booking.state is BookingState.CONFIRMED and not booking.awaits_review
    if promised and booking.window.start > now:
        await _remind(deps, uow, reminder, booking, now)
    else:
        await uow.reminders.settle(_void(reminder))


async def _remind(deps: Deps, uow: UnitOfWork, reminder: Reminder, booking: Booking, now: datetime) -> None:
    policies = await policies_in(uow)
    morning = quiet_until(now, policies.notices, deps.zone)
    if morning is not None:  # We were down when it was due.
        late = replace(reminder, state=ReminderState.PENDING, due_at=morning)
        await uow.reminders.settle(late if morning < booking.window.start else _void(reminder))
        return
    if await _is_superseded(deps, uow, reminder, booking, now):
        await uow.reminders.settle(_void(reminder))
        return
    visit = await visit_words(uow, booking, deps.zone)
    words = zh.reminded(visit, to_local(now, deps.zone).date())
    of = f"{reminder.due_at:%Y%m%d%H%M}"
    notice = template_notice(policies, _KINDS[reminder.kind], booking, visit, words, of)
    letter = Letter(Bubble(words.text), Purpose.REMINDER, notice, lapses_at=booking.window.start)
    await write_to_customer(uow, CompanyClock(deps.clock, deps.zone), booking.customer_id, letter)
    log.info("reminder_written", booking_id=booking.id, kind=reminder.kind.value)


async def _is_superseded(deps: Deps, uow: UnitOfWork, reminder: Reminder, booking: Booking, now: datetime) -> bool:
    """An eve's reminder that is late into the day itself says what the day's will say."""
    if reminder.kind is not ReminderKind.EVE or is_eve_of(now, booking.window, deps.zone):
        return False
    others = await uow.reminders.of_booking(booking.id)
    return any(one.kind is ReminderKind.DAY and one.state is ReminderState.PENDING for one in others)


def _void(reminder: Reminder) -> Reminder:
    return replace(reminder, state=ReminderState.VOID)
