"""What a visit of a series costs: by the prices that the customer agreed to, or less where they have fallen.

She agrees when the series starts, and again when she is told new ones with a change from a day on. Both prices are of
the same visit, so that a holiday or a late hour costs extra by either of them; the lower sum is the price.
"""

from __future__ import annotations

from datetime import date

from bot.domain.catalogue import AgreedPrices
from bot.domain.job import Job
from bot.domain.pricing import Quote
from bot.domain.series import Series
from bot.domain.series_plan import Occurrence
from bot.domain.values import to_local
from bot.ports import Deps, UnitOfWork
from bot.usecases.pricing import price_of
from bot.usecases.windows import service_of


def job_of_series(series: Series, minutes: int) -> Job:
    """One visit as the job it is, by whoever will do."""
    return Job(
        customer_id=series.customer_id,
        service=series.service,
        district=series.district,
        address=series.address,
        phone=series.phone,
        contact_name=series.contact_name,
        minutes=minutes,
        area_sqm=series.area_sqm,
        rooms=series.rooms,
        heads=series.heads,
        needs=series.special_needs,
        quantities=dict(series.quantities),
        provider_name=series.wish.name,
        provider_gender=series.wish.gender,
        provider_exclude=series.wish.exclude,
        provider_only=series.wish.only,
        provider_preferred=series.wish.preferred,
        notes=series.notes,
        series_visits=series.plan.visits_in_a_year,
    )


async def price_of_visit(deps: Deps, uow: UnitOfWork, series: Series, visit: Occurrence, when_agreed: bool) -> Quote:
    """``when_agreed``: as booked when the series was agreed to, so that it is never urgent; else as booked now.

    Raises ``InvalidData`` where the catalogue of today cannot price it.
    """
    booked_at = to_local(series.created_at, deps.zone) if when_agreed else None
    job, agreed = job_of_series(series, visit.minutes), series.agreed_on(visit.day)
    return await price_of(deps, uow, job, visit.start, booked_at, agreed=agreed)


async def at_todays_prices(uow: UnitOfWork, series: Series, since: date) -> Series:
    """The customer agrees to what the visits from ``since`` on cost by the catalogue of today."""
    catalogue = await uow.catalogue.get()
    return series.agreed_to(AgreedPrices.of(catalogue, service_of(catalogue, series.service), since))
