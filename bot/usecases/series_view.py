"""A customer's series as the dialogue sees them: which run, their visits to come, which skipped one may come back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.dialogue.recurring import PlannedVisit, SeriesView
from bot.domain.booking import Booking
from bot.domain.catalogue import Catalogue
from bot.domain.provider import Provider
from bot.domain.series import Series, SeriesState, visit_day, visit_id
from bot.domain.values import to_local
from bot.ports import Deps, UnitOfWork
from bot.usecases.booking import names_of
from bot.usecases.series_visits import is_open, today

_AHEAD = timedelta(days=120)
_MOVED_BY = timedelta(days=31)
"""A visit whose day has passed may have been moved to one to come."""
_MOST = 40
"""Visits that are spoken of; a daily one is named by its day within the month."""


async def running_of(uow: UnitOfWork, customer_id: str) -> list[Series]:
    """Those that are not over, paused ones too."""
    return [one for one in await uow.series.of_customer(customer_id) if one.state is not SeriesState.ENDED]


def may_come_back(booking: Booking, running: Sequence[Series]) -> bool:
    """Whether a cancelled order can be taken back: a visit only where its series has skipped it, and goes on."""
    if booking.series_id is None:
        return True
    return any(one.id == booking.series_id and visit_day(booking.id) in one.plan.left_out for one in running)


async def series_view(
    deps: Deps, uow: UnitOfWork, catalogue: Catalogue, providers: Sequence[Provider], series: Series
) -> SeriesView:
    rhythm = series.plan.rhythms[-1]
    day = today(deps)
    breaks = [pause for pause in series.plan.pauses if pause.last is None or pause.last >= day]
    return SeriesView(
        id=series.id,
        service=series.service,
        rule=rhythm.rule,
        at=rhythm.start.time(),
        minutes=rhythm.minutes,
        visits=await _visits(deps, uow, catalogue, providers, series),
        begins=series.plan.begins,
        until=series.plan.until,
        paused=series.state is SeriesState.PAUSED,
        breaks=tuple((pause.first, pause.last) for pause in breaks),
    )


async def _visits(
    deps: Deps, uow: UnitOfWork, catalogue: Catalogue, providers: Sequence[Provider], series: Series
) -> tuple[PlannedVisit, ...]:
    stored = {booking.id: booking for booking in await uow.bookings.of_series(series.id)}
    now, day = deps.clock.now(), today(deps)
    found: list[PlannedVisit] = []
    for one in series.plan.occurrences(catalogue.rules.holidays, day - _MOVED_BY, day + _AHEAD):
        booking = stored.get(visit_id(series.id, one.day))
        if one.dropped is not None or one.window(deps.zone).start <= now:
            continue
        if booking is None:
            found.append(PlannedVisit(one.day, one.start))
        elif is_open(booking, now):
            found.append(_made(deps, providers, booking))
        if len(found) == _MOST:
            break
    return tuple(sorted(found, key=lambda visit: visit.start))


def _made(deps: Deps, providers: Sequence[Provider], booking: Booking) -> PlannedVisit:
    # Nobody is promised while a person still looks at it.
    coming = () if booking.awaits_review else names_of(providers, booking.provider_ids)
    start, price = to_local(booking.window.start, deps.zone), booking.quote.in_words()
    return PlannedVisit(visit_day(booking.id), start, coming, price, booking_id=booking.id)
