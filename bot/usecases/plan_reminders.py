"""Reactions: a booking's reminders are planned anew with every change, its survey with its end."""

from __future__ import annotations

import structlog

from bot.domain.booking import RECTIFICATION, BookingState
from bot.domain.errors import DomainError, StoreBusy
from bot.domain.events import (
    BookingCancelled,
    BookingChanged,
    BookingConfirmed,
    BookingLoaded,
    BookingRescheduled,
    BookingRestored,
    VisitReported,
)
from bot.domain.notices import reminders_of, survey_due
from bot.domain.survey import SurveyKind, falls_due
from bot.ports import CompanyClock, Deps, UnitOfWork
from bot.usecases.policies import policies_in

log = structlog.get_logger()

Change = (
    BookingConfirmed
    | BookingLoaded
    | BookingCancelled
    | BookingRescheduled
    | BookingChanged
    | BookingRestored
    | VisitReported
)


async def plan_reminders(uow: UnitOfWork, event: Change, clock: CompanyClock) -> None:
    """Those of a visit that is over or cancelled are void."""
    times = (await policies_in(uow)).notices
    await uow.reminders.plan(event.booking.id, reminders_of(event.booking, times, clock.zone))


async def plan_missing(deps: Deps) -> int:
    """Those of visits that were agreed before there were any; returns how many visits have got some.

    A visit that is too near, or was agreed too late, for any has none afterwards either.
    """
    async with deps.uow() as uow:
        unplanned = await uow.reminders.unplanned(deps.clock.now())
    planned = 0
    for booking_id in unplanned:
        try:
            planned += await _plan_one(deps, booking_id)
        except (DomainError, StoreBusy) as error:  # One that cannot be read does not stand before the others.
            log.warning("reminders_not_planned", booking_id=booking_id, code=error.code)
    if planned:
        log.info("reminders_planned", bookings=planned)
    return planned


async def _plan_one(deps: Deps, booking_id: str) -> bool:
    async with deps.uow() as uow:
        booking, times = await uow.bookings.get(booking_id), (await policies_in(uow)).notices
        reminders = reminders_of(booking, times, deps.zone)
        await uow.reminders.plan(booking_id, reminders)
        await uow.commit()
    return bool(reminders)


async def survey_falls_due(uow: UnitOfWork, event: VisitReported, clock: CompanyClock) -> None:
    """A completed visit is asked about, a rectification as well: that one most of all."""
    booking = event.booking
    if booking.state is BookingState.COMPLETED:
        times = (await policies_in(uow)).notices
        kind = SurveyKind.RETURN if booking.kind == RECTIFICATION else SurveyKind.VISIT
        await uow.surveys.add(falls_due(booking.id, survey_due(booking.events[-1].at, times, clock.zone), kind))
