"""The worker's part of recurring orders: what has come due of each is made, one that fails keeps no other waiting.

What was agreed to is reviewed like any order, what the worker adds is not: it waits while a visit's review is open, and
adds nothing to a series of which a visit was rejected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import structlog

from bot.domain.booking import Booking, ReviewState
from bot.domain.catalogue import Catalogue
from bot.domain.errors import DomainError, NotFound, StoreBusy
from bot.domain.events import SeriesEnded, SeriesStopped
from bot.domain.series import Series, SeriesState
from bot.domain.series_plan import Pause
from bot.ports import Deps, UnitOfWork
from bot.usecases.series_visits import COMPANY, make_ahead, settle, today

log = structlog.get_logger()


def made_ahead_to(deps: Deps, catalogue: Catalogue) -> date:
    """The last local day of which visits are made by now."""
    return today(deps) + timedelta(days=catalogue.policies.series_ahead_days)


async def make_visits(deps: Deps) -> int:
    """Makes what has come due of all active series, each in a transaction of its own; how many series were behind."""
    async with deps.uow() as uow:
        try:
            until = made_ahead_to(deps, await uow.catalogue.get())
        except NotFound:
            return 0
        lagging = await uow.series.lagging(until)
    done = 0
    for series_id in lagging:
        try:
            done += await _make_due(deps, series_id)
        except StoreBusy:
            # Another worker makes them, or somebody is changing the series: the next round looks again.
            log.info("series_busy", series_id=series_id)
        except DomainError as error:
            # It cannot be read, for want of its key perhaps: nothing is skipped, so that it goes on once it can be.
            log.warning("series_unreadable", series_id=series_id, code=error.code, detail=str(error))
    return done


async def _make_due(deps: Deps, series_id: str) -> bool:
    async with deps.uow() as uow:
        catalogue = await uow.catalogue.get()
        series = await uow.series.get(series_id)
        until = made_ahead_to(deps, catalogue)
        if series.state is not SeriesState.ACTIVE or series.made_until >= until:
            return False
        visits = await uow.bookings.of_series(series_id)
        if series.plan.is_over(catalogue.rules.holidays, today(deps)):
            extended = replace(series.finished(deps.clock.now()), made_until=until)
            uow.happened(SeriesEnded(extended))
        elif _was_rejected(series, visits):
            extended = await _stopped(deps, uow, series)
        elif any(visit.awaits_review for visit in visits):
            return False
        else:
            extended, made = await make_ahead(deps, uow, series, until, COMPANY, _was_never_decided(visits))
            log.info("series_made_ahead", series_id=series_id, visits=made)
        await uow.series.save(extended)
        await uow.commit()
    return True


async def _stopped(deps: Deps, uow: UnitOfWork, series: Series) -> Series:
    """Paused until somebody takes it up again; the visits made so far stay, each with its own review."""
    stopped = series.paused(Pause(series.made_until + timedelta(days=1)), deps.clock.now(), COMPANY)
    uow.happened(SeriesStopped(stopped))
    return await settle(deps, uow, series, stopped, COMPANY)


def _was_rejected(series: Series, visits: Sequence[Booking]) -> bool:
    """Whether a visit was, since the series was last taken up again."""
    taken_up = max((step.at for step in series.events if step.name == "series_resumed"), default=series.created_at)
    steps = (step for visit in visits for step in visit.events)
    return any(step.name == f"review_{ReviewState.REJECTED.value}" and step.at >= taken_up for step in steps)


def _was_never_decided(visits: Sequence[Booking]) -> bool:
    """Whether its visits were to be reviewed and all cancelled before anybody had looked at them."""
    states = {visit.review.state for visit in visits if visit.review is not None}
    return states == {ReviewState.PENDING}
