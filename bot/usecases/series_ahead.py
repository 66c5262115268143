"""The worker's part of recurring orders: what has come due of each is made, one that fails keeps no other waiting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import structlog

from bot.domain.catalogue import Catalogue
from bot.domain.errors import DomainError, NotFound, StoreBusy
from bot.domain.events import SeriesEnded
from bot.domain.series import SeriesState
from bot.ports import Deps
from bot.usecases.series_visits import COMPANY, make_ahead, today

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
        if series.plan.is_over(catalogue.rules.holidays, today(deps)):
            extended = replace(series.finished(deps.clock.now()), made_until=until)
            uow.happened(SeriesEnded(extended))
        else:
            extended, made = await make_ahead(deps, uow, series, until, COMPANY)
            log.info("series_made_ahead", series_id=series_id, visits=made)
        await uow.series.save(extended)
        await uow.commit()
    return True
