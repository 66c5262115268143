"""Reactions: a booking's reminders are planned anew with every change, its survey with its end."""

from __future__ import annotations

from bot.domain.booking import BookingState
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
from bot.domain.survey import Survey
from bot.ports import CompanyClock, UnitOfWork
from bot.usecases.policies import policies_in

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


async def survey_falls_due(uow: UnitOfWork, event: VisitReported, clock: CompanyClock) -> None:
    """A completed visit is asked about, a rectification as well: that one most of all."""
    booking = event.booking
    if booking.state is BookingState.COMPLETED:
        times = (await policies_in(uow)).notices
        await uow.surveys.add(Survey(booking.id, survey_due(booking.events[-1].at, times, clock.zone)))
