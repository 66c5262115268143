"""Other parts of a recurring order from now on: where, by which phone, how much is to be done at every visit."""

from __future__ import annotations

from datetime import date, datetime

from bot.domain.errors import DomainError
from bot.domain.events import SeriesChanged
from bot.domain.job import OrderChange
from bot.domain.recurrence import days_of
from bot.domain.series import Series
from bot.domain.series_plan import Rhythm
from bot.ports import Deps, UnitOfWork
from bot.usecases import order
from bot.usecases.series import own_series
from bot.usecases.series_price import job_of_series
from bot.usecases.series_visits import open_visits, placing, settle, today
from bot.usecases.windows import minutes_of, service_of


async def change_parts(
    deps: Deps, uow: UnitOfWork, series_id: str, customer_id: str, wanted: OrderChange, by: str
) -> tuple[Series, tuple[str, ...]]:
    """The series with other parts, and the ids of the visits made already that have to stay as they are.

    Those made change like any order. Where the length follows from the size, every visit to come has the new one.
    """
    series = await own_series(uow, series_id, customer_id)
    service = service_of(await uow.catalogue.get(), series.service)
    rhythm = series.plan.rhythms[-1]
    job = order.applied(wanted, job_of_series(series, rhythm.minutes), service)
    after = series.with_parts(job, deps.clock.now(), by)
    minutes = minutes_of(job, service)
    if minutes != rhythm.minutes:
        first = max(rhythm.start.date(), today(deps))
        begins = next(one for one in days_of(rhythm.rule, rhythm.start.date()) if one >= first)
        longer = Rhythm(datetime.combine(begins, rhythm.start.time()), rhythm.rule, minutes)
        after = after.changed(longer, after.wish, deps.clock.now(), by)
    kept = []
    visits = await open_visits(await placing(deps, uow, series, by), date.min, None)
    for visit in sorted(visits, key=lambda one: one.window.start):
        try:
            async with uow.savepoint():
                await order.change(deps, uow, visit.id, customer_id, wanted, by)
        except DomainError:
            kept.append(visit.id)
    uow.happened(SeriesChanged(after))
    settled = await settle(deps, uow, series, after, by, told_fen=0)
    await uow.series.save(settled)
    return settled, tuple(kept)
