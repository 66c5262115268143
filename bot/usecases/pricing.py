"""The price of a job for this customer at this moment: what the catalogue's rules want to know beyond the job."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.catalogue import AgreedPrices
from bot.domain.job import Job
from bot.domain.pricing import PricedJob, Quote, quote
from bot.domain.values import to_local
from bot.ports import Deps, UnitOfWork
from bot.usecases.windows import history_of, minutes_of, service_of


async def price_of(
    deps: Deps,
    uow: UnitOfWork,
    job: Job,
    start: datetime,
    booked_at: datetime | None = None,
    rectifies: bool = False,
    agreed: AgreedPrices | None = None,
) -> Quote:
    """What a job costs at a local ``start`` if it is booked at a local time, by itself now.

    ``rectifies``: it makes up for another one. ``agreed``: where the job costs less at these prices, it costs that.
    """
    catalogue = await uow.catalogue.get()
    service = service_of(catalogue, job.service)
    counts_visits = catalogue.loyalty or (agreed is not None and agreed.loyalty)
    priced = PricedJob(
        service,
        start,
        minutes_of(job, service),
        job.work,
        visits_done=(await history_of(uow, job.customer_id)).visits if counts_visits else 0,
        series_visits=job.series_visits,
        booked_at=booked_at or to_local(deps.clock.now(), deps.zone),
        rectifies=rectifies,
    )
    today = quote(catalogue, priced)
    if agreed is None:
        return today
    promised = quote(agreed.within(catalogue), replace(priced, service=agreed.service))
    return min(today, promised, key=lambda price: price.total_fen)
