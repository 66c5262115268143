"""Recurring orders: started, changed for one visit or from here on, paused, ended; their visits made ahead.

Functions that take a unit of work are steps of somebody else's transaction. ``day`` names a visit: the day that the
rule gives it, wherever it was moved to. What a customer gives up for good (skipped, paused, ended) costs what
``booking.cancel`` says, but in all no more than the ``told_fen`` that ``cost_of`` has told her; a change of rhythm and
a series that goes on cost nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.domain.booking import ProviderWish
from bot.domain.catalogue import Catalogue
from bot.domain.errors import IllegalTransition, InvalidData, NotFound, PastWindow
from bot.domain.events import SeriesChanged, SeriesEnded, SeriesStarted
from bot.domain.fees import cancellation_fee
from bot.domain.job import Job
from bot.domain.recurrence import days_of
from bot.domain.series import Series, SeriesState
from bot.domain.series_plan import Occurrence, Pause, Rhythm, SeriesPlan
from bot.domain.values import new_id, to_instant
from bot.ports import Deps, UnitOfWork
from bot.usecases.series_ahead import made_ahead_to
from bot.usecases.series_preview import preview_series, visits_to_come
from bot.usecases.series_price import at_todays_prices, price_of_visit
from bot.usecases.series_visits import COMPANY, bring, make_ahead, open_visits, placing, settle, today, visit_of
from bot.usecases.windows import service_of


async def start_series(
    deps: Deps,
    uow: UnitOfWork,
    job: Job,
    plan: SeriesPlan,
    by: str,
    wish: ProviderWish | None = None,
    fixed: bool = False,
) -> Series:
    """Stores the series and makes its first visits; ``wish`` is the preview's, without it one is made here.

    A visit without anybody is an event of the series and a call for staff. Raises ``InvalidData`` when the plan has no
    visit to come, or its visits have no price.
    """
    catalogue = await uow.catalogue.get()
    service_of(catalogue, job.service)
    first = next((one for one in visits_to_come(deps, catalogue, plan, 1) if one.dropped is None), None)
    if first is None:
        raise InvalidData("the series has no visit to come")
    if wish is None:
        wish = (await preview_series(deps, uow, job, plan, fixed=fixed)).wish
    series = Series(
        id=new_id("se"),
        customer_id=job.customer_id,
        state=SeriesState.ACTIVE,
        plan=plan,
        service=job.service,
        address=job.address,
        phone=job.phone,
        made_until=date.min,
        created_at=deps.clock.now(),
        created_by=by,
        contact_name=job.contact_name,
        district=job.district,
        area_sqm=job.area_sqm,
        rooms=job.rooms,
        heads=job.heads,
        special_needs=job.needs,
        quantities=job.quantities,
        notes=job.notes,
        wish=wish,
    )
    await price_of_visit(deps, uow, series, first, when_agreed=False)
    return await store_series(deps, uow, series, by, made_by=by)


async def store_series(deps: Deps, uow: UnitOfWork, series: Series, by: str, made_by: str = COMPANY) -> Series:
    """Stores a new series with its visits from now on; what has passed of it was elsewhere.

    One that was agreed to elsewhere is not reviewed: the company makes its visits. The prices of today are agreed to.
    """
    series = await at_todays_prices(uow, series, series.plan.begins)
    catalogue = await uow.catalogue.get()
    started = replace(series, made_until=_passed(deps, catalogue, series.plan)).started(deps.clock.now(), by)
    uow.happened(SeriesStarted(started))
    if started.state is SeriesState.ACTIVE:
        started, _ = await make_ahead(deps, uow, started, made_ahead_to(deps, catalogue), made_by)
    await uow.series.add(started)
    return started


def _passed(deps: Deps, catalogue: Catalogue, plan: SeriesPlan) -> date:
    """The last day on which nothing can be made any more."""
    now, day = deps.clock.now(), today(deps)
    of_today = plan.occurrences(catalogue.rules.holidays, day, day)
    has_passed = any(one.window(deps.zone).start <= now for one in of_today)
    return day if has_passed else day - timedelta(days=1)


async def cost_of(deps: Deps, uow: UnitOfWork, series_id: str, customer_id: str, first: date, last: date | None) -> int:
    """What a customer pays who gives up the visits from ``first`` to ``last``, in 分: to be stated before she does.

    A skip is of one day, a pause of its days, an end without ``last``; hand it on as their ``told_fen``.
    """
    series = await own_series(uow, series_id, customer_id)
    work = await placing(deps, uow, series, "customer")
    visits = await open_visits(work, first, last)
    return sum(cancellation_fee(visit, work.catalogue.policies, work.now) for visit in visits)


async def skip_visit(
    deps: Deps, uow: UnitOfWork, series_id: str, customer_id: str, day: date, by: str, told_fen: int | None = None
) -> Series:
    """This one does not take place."""
    series = await own_series(uow, series_id, customer_id)
    await _visit_on(deps, uow, series, day)
    return await _changed(deps, uow, series, series.skipped(day, deps.clock.now(), by), by, told_fen)


async def move_visit(
    deps: Deps, uow: UnitOfWork, series_id: str, customer_id: str, day: date, start: datetime, by: str
) -> Series:
    """This one at another local start, made at once; also how a missing or skipped one is given a time.

    Raises ``PastWindow``, ``NoProviderAvailable`` and ``IllegalTransition`` (it has begun, or was cancelled by itself);
    then it stays where it was.
    """
    series = await own_series(uow, series_id, customer_id)
    now = deps.clock.now()
    moved = series.moved(day, start, now, by)
    if to_instant(start, deps.zone) <= now:
        raise PastWindow(f"{start} has passed")
    visit = await _visit_on(deps, uow, moved, day)
    booking = await visit_of(uow, series, day)
    work = await placing(deps, uow, moved, by)
    if not await bring(work, visit, booking):
        raise IllegalTransition(f"the visit of {day} has begun, or was cancelled by itself")
    await uow.series.save(moved)
    uow.happened(SeriesChanged(moved))
    return moved


async def change_from(
    deps: Deps,
    uow: UnitOfWork,
    series_id: str,
    customer_id: str,
    day: date,
    by: str,
    rule: str | None = None,
    at: time | None = None,
    minutes: int | None = None,
    wish: ProviderWish | None = None,
    told_prices: bool = False,
) -> Series:
    """From ``day`` on another rule, time of day, length or provider; what is not given stays.

    The visits made already move with it and keep their ids; one that nobody can do then is given up and missing. It
    costs nothing: where the day becomes another one, the visit is given up and made anew. ``told_prices``: she was told
    the prices of today and agrees to them from then on; else those hold that she has agreed to before.
    """
    series = await own_series(uow, series_id, customer_id)
    old = series.plan.rhythm_on(day)
    first = max(day, today(deps))
    # Without a new rule its days go on as they were: every other week stays the same weeks.
    begins = first if rule else next(one for one in days_of(old.rule, old.start.date()) if one >= first)
    rhythm = Rhythm(datetime.combine(begins, at or old.start.time()), rule or old.rule, minutes or old.minutes)
    changed = series.changed(rhythm, wish or series.wish, deps.clock.now(), by)
    if told_prices:
        changed = await at_todays_prices(uow, changed, begins)
    return await _changed(deps, uow, series, changed, by, told_fen=0, anew=wish is not None)


async def pause(
    deps: Deps,
    uow: UnitOfWork,
    series_id: str,
    customer_id: str,
    first: date,
    last: date | None,
    by: str,
    told_fen: int | None = None,
) -> Series:
    """No visits from ``first`` to ``last``, both included; without ``last`` until ``resume``."""
    series = await own_series(uow, series_id, customer_id)
    return await _changed(deps, uow, series, series.paused(Pause(first, last), deps.clock.now(), by), by, told_fen)


async def resume(deps: Deps, uow: UnitOfWork, series_id: str, customer_id: str, on: date, by: str) -> Series:
    """Goes on from ``on``: visits that the pause has taken away come back."""
    series = await own_series(uow, series_id, customer_id)
    return await _changed(deps, uow, series, series.resumed(on, deps.clock.now(), by), by, told_fen=0)


async def end_series(
    deps: Deps, uow: UnitOfWork, series_id: str, customer_id: str, on: date, by: str, told_fen: int | None = None
) -> Series:
    """停了: no visits from ``on`` on; what has begun stays."""
    series = await own_series(uow, series_id, customer_id)
    ended = series.ended(on, deps.clock.now(), by)
    uow.happened(SeriesEnded(ended))
    settled = await settle(deps, uow, series, ended, by, told_fen)
    await uow.series.save(settled)
    return settled


async def own_series(uow: UnitOfWork, series_id: str, customer_id: str) -> Series:
    """The series, which must be this customer's."""
    series = await uow.series.get(series_id)
    if series.customer_id != customer_id:
        raise NotFound(f"series {series_id} is not this customer's")
    return series


async def _visit_on(deps: Deps, uow: UnitOfWork, series: Series, day: date) -> Occurrence:
    holidays = (await uow.catalogue.get()).rules.holidays
    found = next(series.plan.occurrences(holidays, day, day), None)
    if found is None or found.dropped is not None:
        raise NotFound(f"series {series.id} has no visit on {day}")
    return found


async def _changed(
    deps: Deps,
    uow: UnitOfWork,
    before: Series,
    after: Series,
    by: str,
    told_fen: int | None = None,
    anew: bool = False,
) -> Series:
    """Settles the visits made so far, makes those that have come due, stores the series."""
    uow.happened(SeriesChanged(after))
    settled = await settle(deps, uow, before, after, by, told_fen, anew)
    if settled.state is SeriesState.ACTIVE:
        settled, _ = await make_ahead(deps, uow, settled, made_ahead_to(deps, await uow.catalogue.get()), by)
    await uow.series.save(settled)
    return settled
